import { latin1, nextLine, nextToken, type Span } from './bytes.js';
import type { Mismatch } from './difference.js';
import { mismatch } from './sequence.js';

type Next = (bytes: Uint8Array, from: number) => { readonly span: Span; readonly next: number } | undefined;

/** The same tokens, each as often, in whatever order. */
export function compareUnorderedTokens(output: Uint8Array, answer: Uint8Array): Mismatch | undefined {
  return compareUnordered(output, answer, (bytes, from) => {
    const span = nextToken(bytes, from);
    return span && { span, next: span.end };
  });
}

/** The same lines, each as often, in whatever order; empty ones and blanks at the ends of lines do not count. */
export function compareUnorderedLines(output: Uint8Array, answer: Uint8Array): Mismatch | undefined {
  return compareUnordered(output, answer, (bytes, from) => {
    let line = nextLine(bytes, from);
    while (line !== undefined && line.end === line.start) line = nextLine(bytes, line.next);
    return line && { span: { start: line.start, end: line.end }, next: line.next };
  });
}

interface Wanted {
  count: number;
  readonly span: Span;
}

/** Stops at the first part that is one too many, so that no more of an output is read than the answer has parts. */
function compareUnordered(output: Uint8Array, answer: Uint8Array, next: Next): Mismatch | undefined {
  const wanted = new Map<string, Wanted>();
  let longest = 0;
  for (let part = next(answer, 0); part !== undefined; part = next(answer, part.next)) {
    const key = latin1(answer, part.span);
    longest = Math.max(longest, key.length);
    const seen = wanted.get(key);
    if (seen === undefined) wanted.set(key, { count: 1, span: part.span });
    else seen.count++;
  }
  for (let part = next(output, 0); part !== undefined; part = next(output, part.next)) {
    const { span } = part;
    const known = span.end - span.start > longest ? undefined : wanted.get(latin1(output, span));
    if (known === undefined || known.count === 0) return mismatch(output, span, firstMissing(wanted));
    known.count--;
  }
  const missing = firstMissing(wanted);
  return missing === undefined ? undefined : mismatch(output, undefined, missing);
}

function firstMissing(wanted: ReadonlyMap<string, Wanted>): Span | undefined {
  for (const { count, span } of wanted.values()) if (count > 0) return span;
  return undefined;
}
