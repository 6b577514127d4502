/**
 * JSON for a jsonb column, which can hold neither NUL nor half a surrogate pair; both come from strangers, in names and
 * messages. They become U+FFFD here. Bytes that must come back unchanged do not belong into jsonb at all.
 */
export function jsonText(value: unknown): string {
  // Whole pairs are never escaped by JSON.stringify, so what is escaped here is half of one.
  return JSON.stringify(value).replace(/\\(?:u0000|ud[89a-f]..|.)/g, (escaped) =>
    /^\\u(0000|d)/.test(escaped) ? '\uFFFD' : escaped,
  );
}

/** Text that PostgreSQL can hold: NUL and lone surrogates become U+FFFD. */
export function storableText(text: string): string {
  return text.replace(/\0|\p{Surrogate}/gu, '\uFFFD');
}
