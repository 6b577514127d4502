import { decodeText } from '@cupel/domain';

/** What of each stream an answer may hold; what was cut is said beside it. */
export const KEPT_BYTES = 512 * 1024;

export type OutputJson = Readonly<Record<string, string>>;

/** A stream as text, and in base64 where asked for or where the text would not be the whole truth. */
export function outputJson(name: 'stdout' | 'stderr', bytes: Uint8Array, base64: boolean): OutputJson {
  const { text, lossy } = decodeText(bytes);
  return { [name]: text, ...(base64 || lossy ? { [`${name}_base64`]: Buffer.from(bytes).toString('base64') } : {}) };
}
