import type { Span } from './bytes.js';
import type { Mismatch } from './difference.js';

/** Every byte counts. */
export function compareExact(output: Uint8Array, answer: Uint8Array): Mismatch | undefined {
  return firstDifferentByte(output, whole(output), answer, whole(answer));
}

const whole = (bytes: Uint8Array): Span => ({ start: 0, end: bytes.length });

const NEWLINE = 10;

/** The first byte at which two spans differ, with the rest of its line on either side. */
export function firstDifferentByte(output: Uint8Array, got: Span, answer: Uint8Array, expected: Span): Mismatch | undefined {
  const length = Math.min(got.end - got.start, expected.end - expected.start);
  let offset = 0;
  while (offset < length && output[got.start + offset] === answer[expected.start + offset]) offset++;
  const [at, wanted] = [got.start + offset, expected.start + offset];
  if (at === got.end && wanted === expected.end) return undefined;
  return {
    at,
    ...(at === got.end ? {} : { got: restOfLine(output, at, got.end) }),
    ...(wanted === expected.end ? {} : { expected: restOfLine(answer, wanted, expected.end) }),
  };
}

/** A line end is shown as one, and not as nothing. */
function restOfLine(bytes: Uint8Array, start: number, stop: number): Span {
  const found = bytes.indexOf(NEWLINE, start);
  return { start, end: found === start ? start + 1 : found < 0 || found > stop ? stop : found };
}
