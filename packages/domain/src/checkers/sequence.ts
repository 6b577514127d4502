import { type ByteMatch, isBlankByte, nextToken, type Span, sameByte, sameSpan } from './bytes.js';
import type { Mismatch } from './difference.js';

/** Whether a token that is not the expected one, byte for byte, will do. */
export type TokenMatch = (got: Span, expected: Span) => boolean;

export interface SequenceOptions {
  readonly same?: ByteMatch;
  readonly near?: TokenMatch;
  /** Whether the blanks between tokens must be the same too. */
  readonly spaces?: boolean;
}

/** Token by token, to the first that differs: no more of an output is read than the answer is long. */
export function compareTokens(output: Uint8Array, answer: Uint8Array, options: SequenceOptions = {}): Mismatch | undefined {
  const { same = sameByte, near, spaces = false } = options;
  for (let [read, wanted] = [0, 0]; ; ) {
    const got = nextToken(output, read);
    const expected = nextToken(answer, wanted);
    if (spaces) {
      const gap = differingGap(output, { start: read, end: got?.start ?? output.length }, answer, {
        start: wanted,
        end: expected?.start ?? answer.length,
      });
      if (gap !== undefined) return gap;
    }
    if (got === undefined && expected === undefined) return undefined;
    if (got === undefined || expected === undefined) return mismatch(output, got, expected);
    if (!sameSpan(output, got, answer, expected, same) && near?.(got, expected) !== true) return mismatch(output, got, expected);
    [read, wanted] = [got.end, expected.end];
  }
}

function differingGap(output: Uint8Array, got: Span, answer: Uint8Array, expected: Span): Mismatch | undefined {
  if (sameSpan(output, got, answer, expected)) return undefined;
  let offset = 0;
  while (isBlankByte(output[got.start + offset]) && output[got.start + offset] === answer[expected.start + offset]) offset++;
  const at = got.start + offset;
  const one = { start: expected.start + offset, end: Math.min(answer.length, expected.start + offset + 1) };
  return { at, got: { start: at, end: Math.min(output.length, at + 1) }, expected: one };
}

export function mismatch(output: Uint8Array, got: Span | undefined, expected: Span | undefined): Mismatch {
  const at = got?.start ?? output.length;
  return { at, ...(got === undefined ? {} : { got }), ...(expected === undefined ? {} : { expected }) };
}
