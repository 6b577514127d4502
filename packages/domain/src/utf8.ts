import { CupelError } from './errors/cupel-error.js';

// Global wherever this package runs; declared here because the package is compiled without DOM and without Node.
declare class TextDecoder {
  constructor(label: 'utf-8', options?: { readonly fatal?: boolean; readonly ignoreBOM?: boolean });
  decode(bytes?: Uint8Array, options?: { readonly stream?: boolean }): string;
}

export interface DecodedText {
  readonly text: string;
  /** Whether bytes that are no UTF-8 were replaced by U+FFFD; whoever needs them takes the bytes instead. */
  readonly lossy: boolean;
}

export function decodeText(bytes: Uint8Array): DecodedText {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), lossy: false };
  } catch {
    return { text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes), lossy: true };
  }
}

/** A decoder for output that comes in chunks: a character split between two of them stays whole. */
export function chunkDecoder(): { decode(chunk: Uint8Array): string; end(): string } {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  return { decode: (chunk) => decoder.decode(chunk, { stream: true }), end: () => decoder.decode() };
}

/** Text that must be UTF-8. Throws `not_utf8` with the field and the first byte that is not, counted from where `bytes` begin in it. */
export function requireText(bytes: Uint8Array, field: string, begin = 0): string {
  const { text, lossy } = decodeText(bytes);
  if (!lossy) return text;
  throw new CupelError('not_utf8', { field, offset: begin + validPrefix(bytes) }, { field });
}

/** How many bytes stand before the first that is not UTF-8, found by halving: a prefix that decodes, decodes in parts. */
function validPrefix(bytes: Uint8Array): number {
  let [valid, invalid] = [0, bytes.length];
  while (invalid - valid > 1) {
    const middle = Math.floor((valid + invalid) / 2);
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    try {
      decoder.decode(bytes.subarray(0, middle), { stream: true });
      valid = middle;
    } catch {
      invalid = middle;
    }
  }
  return valid;
}
