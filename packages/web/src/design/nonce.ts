/**
 * The policy of the pages lets no style in but our files and what carries this answer's nonce. Libraries that make style
 * elements while they run (CodeMirror, xterm, radix) are handed it here.
 */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.nonce ?? '';
}
