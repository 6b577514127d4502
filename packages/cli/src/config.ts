/** The one place in the command line that reads the environment. */

/** Colours only where a person looks, and none for who asked for none (no-color.org). */
export function wantsColour(stream: { readonly isTTY?: boolean }): boolean {
  return stream.isTTY === true && (process.env.NO_COLOR ?? '') === '' && process.env.TERM !== 'dumb';
}
