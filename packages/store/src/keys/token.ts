import { createHash, randomBytes } from 'node:crypto';

const PREFIX = 'cupel_';

export interface NewToken {
  /** `cupel_` and 43 characters of base64url: 256 random bits. Shown once, kept nowhere. */
  readonly token: string;
  readonly hash: Buffer;
  /** What a person is shown to tell keys apart. */
  readonly prefix: string;
}

export function newToken(): NewToken {
  const token = PREFIX + randomBytes(32).toString('base64url');
  return { token, hash: hashToken(token), prefix: token.slice(0, PREFIX.length + 6) };
}

/**
 * Tokens are looked up by this hash. What a stranger learns from the time of an index look-up is about the hash of
 * what he sent, which he knows; so nothing of a stored token can be felt out by timing.
 */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
