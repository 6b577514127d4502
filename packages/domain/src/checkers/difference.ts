import { printable } from '../printable.js';
import { decodeText } from '../utf8.js';
import type { Span } from './bytes.js';

/** Where an output first departs from what was expected, for whoever may see both. */
export interface Difference {
  /** In the output, from 1. */
  readonly line: number;
  /** In characters, from 1. */
  readonly column: number;
  /** Absent where the output should have ended. Made printable, and cut where it is long. */
  readonly expected?: string;
  /** Absent where the output ended too early. */
  readonly got?: string;
}

/** What a comparison found: a place in the output, and what stands there on either side. */
export interface Mismatch {
  readonly at: number;
  readonly got?: Span;
  readonly expected?: Span;
}

const MOST_CHARACTERS = 100;
/** A character of UTF-8 has up to four bytes. */
const MOST_BYTES = 4 * MOST_CHARACTERS;
const NEWLINE = 10;

export function describeMismatch(output: Uint8Array, answer: Uint8Array, { at, got, expected }: Mismatch): Difference {
  let line = 1;
  let start = 0;
  for (let next = output.indexOf(NEWLINE); next >= 0 && next < at; next = output.indexOf(NEWLINE, start)) {
    line++;
    start = next + 1;
  }
  return {
    line,
    column: characters(output, start, at) + 1,
    ...(expected === undefined ? {} : { expected: excerpt(answer, expected) }),
    ...(got === undefined ? {} : { got: excerpt(output, got) }),
  };
}

/** The bytes that begin one; a line may be as long as an output, so nothing is decoded for it. */
function characters(bytes: Uint8Array, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at++) if (((bytes[at] ?? 0) & 0xc0) !== 0x80) count++;
  return count;
}

function excerpt(bytes: Uint8Array, { start, end }: Span): string {
  return printable(decodeText(bytes.subarray(start, Math.min(end, start + MOST_BYTES))).text, MOST_CHARACTERS);
}
