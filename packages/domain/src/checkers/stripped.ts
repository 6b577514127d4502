import { isBlankByte, type Span, withoutBlanksAtEnd } from './bytes.js';
import type { Mismatch } from './difference.js';
import { firstDifferentByte } from './exact.js';

/** Every byte counts but for blanks at both ends. */
export function compareStripped(output: Uint8Array, answer: Uint8Array): Mismatch | undefined {
  return firstDifferentByte(output, stripped(output), answer, stripped(answer));
}

function stripped(bytes: Uint8Array): Span {
  let start = 0;
  while (start < bytes.length && isBlankByte(bytes[start])) start++;
  return { start, end: withoutBlanksAtEnd(bytes, start, bytes.length) };
}
