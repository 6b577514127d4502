import { nextLine, type Span, withoutBlanksAtEnd } from './bytes.js';
import type { Mismatch } from './difference.js';
import { firstDifferentByte } from './exact.js';

/** Line by line, without the blanks at each line's end and the empty lines at the output's. `\r\n` is thereby a line end. */
export function compareTrailingSpace(output: Uint8Array, answer: Uint8Array): Mismatch | undefined {
  const written = output.subarray(0, withoutBlanksAtEnd(output, 0, output.length));
  const wanted = answer.subarray(0, withoutBlanksAtEnd(answer, 0, answer.length));
  for (let [read, told] = [0, 0]; ; ) {
    const got = nextLine(written, read);
    const expected = nextLine(wanted, told);
    if (got === undefined && expected === undefined) return undefined;
    const found = firstDifferentByte(written, got ?? after(written), wanted, expected ?? after(wanted));
    if (found !== undefined) return found;
    // An empty line on one side, the end on the other.
    if (got === undefined || expected === undefined) return { at: read };
    [read, told] = [got.next, expected.next];
  }
}

const after = (bytes: Uint8Array): Span => ({ start: bytes.length, end: bytes.length });
