import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { type Connection, ensureSetting } from '@cupel/store';

/** What a worker shows to the live channel. It lies in the database: whoever reads that needs no live channel. */
export async function liveToken(connection: Connection): Promise<string> {
  return String(await ensureSetting(connection, 'live_token', randomBytes(32).toString('base64url')));
}

/** Compares in constant time, whatever the lengths are. */
export function sameToken(shown: string, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(shown), digest(token));
}
