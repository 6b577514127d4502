import { type Connection, takeTokens } from '@cupel/store';
import { RetryLater } from '../http/failure.js';
import { addressBucket } from './addresses.js';

const SECONDS = 300;
/** From one address at one name: who types wrong is let try; who guesses is not. */
const FROM_ADDRESS = 10;
/** At one name, from however many addresses. More than one address has, so that a stranger elsewhere cannot shut anybody out alone. */
const AT_NAME = 50;
/** From one address, at however many names. A school may stand behind one. */
const FROM_ADDRESS_IN_ALL = 100;

/** Counts an attempt at a password, before the work of hashing it. Throws `rate_limited`. */
export async function countAttempt(connection: Connection, login: string, client: string): Promise<void> {
  const [name, address] = [login.toLowerCase(), addressBucket(client)];
  const states = await takeTokens(connection, [
    { name: `password:${address}:${name}`, capacity: FROM_ADDRESS, seconds: SECONDS },
    { name: `password:${address}`, capacity: FROM_ADDRESS_IN_ALL, seconds: SECONDS },
    { name: `password-of:${name}`, capacity: AT_NAME, seconds: SECONDS },
  ]);
  const wait = Math.max(0, ...states.filter(({ allowed }) => !allowed).map(({ retryAfter }) => retryAfter));
  if (wait > 0) throw new RetryLater('rate_limited', { retryAfter: Math.ceil(wait) }, wait);
}
