import type { IncomingMessage } from 'node:http';
import { CupelError } from '@cupel/domain';
import { type ApiKey, type Connection, findEmbedHolder, findKeyByToken, hashToken, type Scope, touchKeys } from '@cupel/store';
import { isLoopback } from './addresses.js';
import { checkKeyless } from './keyless.js';
import type { Principal } from './principal.js';
import { checkFromPage, findPersonOf, principalOfPerson, scopesOf } from './sessions.js';

export interface Authenticator {
  /** A key, a session, or nothing on loopback. Throws `unauthorized`, `request_not_from_page`, `host_refused`, `origin_refused`. */
  authenticate(request: IncomingMessage): Promise<Principal>;
  /** Keys that were read are believed for a second; after a revocation here, not even that. */
  forget(): void;
  close(): Promise<void>;
}

export interface AuthenticatorOptions {
  readonly connection: Connection;
  /** Whom requests without a key act as; absent where a key is always needed. */
  readonly keyless?: Principal;
}

const BELIEVED_FOR = 1_000;
const MOST_BELIEVED = 10_000;
const TOUCH_EVERY = 60_000;

export function createAuthenticator({ connection, keyless }: AuthenticatorOptions): Authenticator {
  const believed = new Map<string, { readonly principal: Principal; readonly until: number }>();
  const used = new Set<string>();
  const touch = async () => {
    const ids = [...used];
    used.clear();
    await touchKeys(connection, ids).catch(() => undefined);
  };
  const timer = setInterval(() => void touch(), TOUCH_EVERY);
  timer.unref();

  const asking = new Map<string, Promise<Principal>>();
  let forgotten = 0;

  const byToken = async (token: string) => {
    // Kept by its hash, so that no token lies about in memory.
    const hash = hashToken(token).toString('latin1');
    const known = believed.get(hash);
    if (known && known.until > performance.now()) return known.principal;
    // Of those who come with one key while it is read, the first asks for all.
    const asked = asking.get(hash) ?? read(token, hash).finally(() => asking.delete(hash));
    asking.set(hash, asked);
    return asked;
  };
  const read = async (token: string, hash: string) => {
    const before = forgotten;
    const key = await findKeyByToken(connection, token);
    if (key === undefined) return byEmbedToken(connection, token);
    if (believed.size >= MOST_BELIEVED) believed.clear();
    const principal = principalOf(key);
    // What was read before a revocation is not believed after it.
    if (before === forgotten) believed.set(hash, { principal, until: performance.now() + BELIEVED_FOR });
    used.add(key.id);
    return principal;
  };

  const authenticate = async (request: IncomingMessage) => {
    const token = tokenOf(request);
    if (token !== undefined) return byToken(token);
    const person = await findPersonOf(connection, request);
    if (person !== undefined) {
      checkFromPage(request.method ?? '', request.headers);
      return principalOfPerson(person);
    }
    // Behind a proxy every peer is on loopback, so what came through one needs a key.
    const direct = request.headers['x-forwarded-for'] === undefined && isLoopback(request.socket.remoteAddress ?? '');
    if (keyless === undefined || !direct) throw new CupelError('unauthorized', {});
    checkKeyless(request);
    return keyless;
  };
  const close = async () => {
    clearInterval(timer);
    await touch();
  };
  const forget = () => {
    forgotten += 1;
    believed.clear();
    asking.clear();
  };
  return { authenticate, forget, close };
}

/** An empty or malformed header is a key that is wrong, not a request without one. */
function tokenOf({ headers }: IncomingMessage): string | undefined {
  const own = headers['x-api-key'];
  if (own !== undefined) return String(own);
  if (headers.authorization === undefined) return undefined;
  return /^Bearer +(\S+) *$/i.exec(headers.authorization)?.[1] ?? '';
}

/** What a frame in another site's page holds: it may submit, and see what it submitted. Throws `unauthorized`. */
async function byEmbedToken(connection: Connection, token: string): Promise<Principal> {
  const holder = await findEmbedHolder(connection, token);
  if (holder === undefined) throw new CupelError('unauthorized', {});
  return { ...holder, kind: 'external', flowId: holder.principalId, scopes: new Set(['submit', 'read']) };
}

function principalOf(key: ApiKey): Principal {
  return {
    tenantId: key.tenantId,
    principalId: key.principalId,
    kind: key.principalKind,
    keyId: key.id,
    // A person has the turns and the quota of one, however many keys he makes.
    flowId: key.personRole === null ? key.id : key.principalId,
    scopes: scopesOfKey(key),
    ...(key.requestsPerMinute === null ? {} : { requestsPerMinute: key.requestsPerMinute }),
    ...(key.cpuPerHour === null ? {} : { cpuPerHour: key.cpuPerHour }),
  };
}

/** What was given to a key is taken from it with the role of its owner. */
function scopesOfKey({ scopes, personRole }: ApiKey): ReadonlySet<Scope> {
  if (personRole === null) return new Set(scopes);
  const allowed = scopesOf(personRole);
  return new Set(scopes.filter((scope) => allowed.includes(scope)));
}
