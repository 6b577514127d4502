/** The one place in the command line that reads the environment. */

/** Colours only where a person looks, and none for who asked for none (no-color.org). */
export function wantsColour(stream: { readonly isTTY?: boolean }): boolean {
  return stream.isTTY === true && (process.env.NO_COLOR ?? '') === '' && process.env.TERM !== 'dumb';
}

/** Where the service is that `submit`, `result` and `queue` speak to, unless the command says. */
export function serviceFromEnvironment(): { readonly url: string; readonly key: string | undefined } {
  const { CUPEL_URL, CUPEL_API_URL, CUPEL_PORT = '4096', CUPEL_API_KEY } = process.env;
  return { url: CUPEL_URL ?? CUPEL_API_URL ?? `http://127.0.0.1:${CUPEL_PORT}`, key: CUPEL_API_KEY };
}

/** What the person has set for tools such as apt: proxies, certificates. */
export function ownEnvironment(): Readonly<Record<string, string | undefined>> {
  return process.env;
}
