/** ASCII blanks and no others: a no-break space is a letter that looks like one. NUL is none either. */
export function isBlankByte(byte: number | undefined): boolean {
  return byte === 32 || (byte !== undefined && byte >= 9 && byte <= 13);
}

const NEWLINE = 10;

/** A stretch of bytes, from `start` up to but without `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** From a place in what was written, and in what should have been. */
export type ByteMatch = (got: number | undefined, expected: number | undefined) => boolean;

export const sameByte: ByteMatch = (got, expected) => got === expected;

/** A to Z are a to z; no byte of a longer character is touched. */
export const sameLetter: ByteMatch = (got, expected) => lowered(got) === lowered(expected);

const lowered = (byte: number | undefined): number | undefined =>
  byte !== undefined && byte >= 65 && byte <= 90 ? byte + 32 : byte;

/** Lengths first: what is longer than it should be is not read to its end. */
export function sameSpan(output: Uint8Array, got: Span, answer: Uint8Array, expected: Span, same: ByteMatch = sameByte): boolean {
  const length = got.end - got.start;
  if (length !== expected.end - expected.start) return false;
  for (let index = 0; index < length; index++) if (!same(output[got.start + index], answer[expected.start + index])) return false;
  return true;
}

/** The token at or after `from`, or undefined where only blanks follow. */
export function nextToken(bytes: Uint8Array, from: number): Span | undefined {
  let start = from;
  while (start < bytes.length && isBlankByte(bytes[start])) start++;
  if (start >= bytes.length) return undefined;
  let end = start + 1;
  while (end < bytes.length && !isBlankByte(bytes[end])) end++;
  return { start, end };
}

/** The line at `from` without the blanks at its end, and where the next begins; undefined at the end of the bytes. */
export function nextLine(bytes: Uint8Array, from: number): (Span & { readonly next: number }) | undefined {
  if (from >= bytes.length) return undefined;
  const found = bytes.indexOf(NEWLINE, from);
  const stop = found < 0 ? bytes.length : found;
  return { start: from, end: withoutBlanksAtEnd(bytes, from, stop), next: stop + 1 };
}

/** Where the last byte that is no blank ends, or `start`. */
export function withoutBlanksAtEnd(bytes: Uint8Array, start: number, stop: number): number {
  let end = stop;
  while (end > start && isBlankByte(bytes[end - 1])) end--;
  return end;
}

const CHUNK = 4096;

/** Each byte as one character, so that bytes can be keys and be matched by patterns. */
export function latin1(bytes: Uint8Array, { start, end }: Span): string {
  let text = '';
  for (let at = start; at < end; at += CHUNK) text += String.fromCharCode(...bytes.subarray(at, Math.min(end, at + CHUNK)));
  return text;
}
