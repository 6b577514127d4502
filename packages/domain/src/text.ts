// Global wherever this package runs; declared here because the package is compiled without DOM and without Node.
declare class TextDecoder {
  constructor(label: 'utf-8', options?: { readonly fatal?: boolean; readonly ignoreBOM?: boolean });
  decode(bytes?: Uint8Array, options?: { readonly stream?: boolean }): string;
}

const MOST_CHARACTERS = 200;

/**
 * Text from strangers, made fit to stand inside a message of ours: controls, line ends and characters that turn the
 * direction of writing are shown as escapes, and what is too long is cut.
 */
export function printable(text: string, most: number = MOST_CHARACTERS): string {
  const cut = text.length > most ? `${text.slice(0, most)}…` : text;
  return cut.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
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
