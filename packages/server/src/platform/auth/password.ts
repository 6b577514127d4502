import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { RetryLater } from '../http/failure.js';

/** 32 MB and about 100 ms: what OWASP recommends where 128 MB for each attempt would be a way to exhaust the service. */
const COST = { log2N: 15, r: 8, p: 3 };
const BYTES = 32;

/** What is kept of a password: `scrypt$log2 N$r$p$salt$hash`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, COST);
  return ['scrypt', COST.log2N, COST.r, COST.p, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

/** False for what is kept of nobody, too, and as slowly: the time tells not who has an account. */
export async function verifyPassword(password: string, kept: string | null | undefined): Promise<boolean> {
  const [, log2N, r, p, salt, hash] = (kept ?? NOBODY).split('$');
  const expected = Buffer.from(hash ?? '', 'base64url');
  const cost = { log2N: Number(log2N), r: Number(r), p: Number(p) };
  const given = await derive(password, Buffer.from(salt ?? '', 'base64url'), cost);
  return given.length === expected.length && timingSafeEqual(given, expected) && kept !== null && kept !== undefined;
}

const NOBODY = ['scrypt', COST.log2N, COST.r, COST.p, 'AAAAAAAAAAAAAAAAAAAAAA', Buffer.alloc(BYTES).toString('base64url')].join(
  '$',
);

/**
 * libuv has four threads, and what looks up names and opens connections to the database needs one: a crowd at the sign-in
 * page must not take them all. Whoever comes when this many wait already is sent away.
 */
const AT_ONCE = 2;
const MOST_WAITING = 100;
/** Seconds. */
const WAIT = 10;
let working = 0;
const waiting: (() => void)[] = [];

/** Throws `rate_limited`. */
async function derive(password: string, salt: Buffer, cost: typeof COST): Promise<Buffer> {
  if (waiting.length >= MOST_WAITING) throw new RetryLater('rate_limited', { retryAfter: WAIT }, WAIT);
  if (working >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  else working += 1;
  try {
    return await work(password, salt, cost);
  } finally {
    // The place is handed on, so that nobody who comes now gets in between.
    const next = waiting.shift();
    if (next) next();
    else working -= 1;
  }
}

function work(password: string, salt: Buffer, { log2N, r, p }: typeof COST): Promise<Buffer> {
  const options: ScryptOptions = { N: 2 ** log2N, r, p, maxmem: 256 * 2 ** log2N * r };
  return new Promise((resolve, reject) => {
    // The same word can be typed in more than one way.
    scrypt(password.normalize('NFKC'), salt, BYTES, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
