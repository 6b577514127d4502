const MOST_CHARACTERS = 200;

/**
 * Text from strangers, made fit to stand inside a message of ours: controls, line ends and characters that turn the
 * direction of writing are shown as escapes, and what is too long is cut.
 */
export function printable(text: string, most: number = MOST_CHARACTERS): string {
  const cut = text.length > most ? `${text.slice(0, most)}…` : text;
  return cut.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
