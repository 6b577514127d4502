import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { CupelError } from '@cupel/domain';
import { type Connection, createSession, findSession, type Person, type Role, type Scope } from '@cupel/store';
import type { Config } from '../settings/schema.js';
import { browserOf } from './browser.js';
import type { Principal } from './principal.js';

/** Seconds that a session lasts. */
const SESSION_LASTS = 14 * 86_400;

/** What a person may do, by role. A teacher may what a setter may; what belongs to classes hangs on the role itself. */
const ROLE_SCOPES: Readonly<Record<Role, readonly Scope[]>> = {
  submitter: ['submit', 'read'],
  setter: ['submit', 'read', 'setter'],
  teacher: ['submit', 'read', 'setter'],
  admin: ['submit', 'read', 'setter', 'admin'],
};

const COOKIE = 'cupel_session';
/** By its prefix the browser itself sees to it that no other host of the domain has set it. */
const SECURE_COOKIE = `__Host-${COOKIE}`;

/** The token of a session, from the cookie that `sessionCookie` made. */
export function sessionTokenOf({ cookie = '' }: IncomingHttpHeaders): string | undefined {
  const found = new Map(
    cookie.split(/; */).map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] as const),
  );
  return found.get(SECURE_COOKIE) ?? found.get(COOKIE);
}

/** For `set-cookie`. No script reads it, and no other site sends it. Without a token it is taken back. */
export function sessionCookie({ publicUrl }: Config, token: string | undefined): string {
  const secure = publicUrl?.startsWith('https:') ?? false;
  const parts = [`${secure ? SECURE_COOKIE : COOKIE}=${token ?? ''}`, 'Path=/', 'HttpOnly', 'SameSite=Strict'];
  return [...parts, `Max-Age=${token === undefined ? 0 : SESSION_LASTS}`, ...(secure ? ['Secure'] : [])].join('; ');
}

/** Signs somebody in at the browser that asks; what is returned belongs into `set-cookie`. */
export async function beginSession(
  { database, config }: { readonly database: Connection; readonly config: Config },
  { principalId }: Person,
  headers: IncomingHttpHeaders,
): Promise<string> {
  const browser = browserOf(headers['user-agent']);
  return sessionCookie(config, await createSession(database, { principalId, lasts: SESSION_LASTS, browser }));
}

export async function findPersonOf(connection: Connection, request: IncomingMessage): Promise<Person | undefined> {
  const token = sessionTokenOf(request.headers);
  return token === undefined ? undefined : findSession(connection, token);
}

export function principalOfPerson({ tenantId, principalId, role }: Person): Principal {
  return { tenantId, principalId, kind: 'person', flowId: principalId, scopes: new Set(ROLE_SCOPES[role]) };
}

export const scopesOf = (role: Role): readonly Scope[] => ROLE_SCOPES[role];

/** Throws `person_needed`: whoever holds a key must not come by the account through it. Returns the token of the session. */
export function requireSession({ kind, keyId }: Principal, headers: IncomingHttpHeaders): string {
  const token = sessionTokenOf(headers);
  if (kind !== 'person' || keyId !== undefined || token === undefined) throw new CupelError('person_needed', {});
  return token;
}

/**
 * Browsers send a cookie along whoever made the request. SameSite stops other sites; this stops other origins of the same site
 * as well, and browsers that know no SameSite. What only reads needs no such proof: its answer cannot be read elsewhere.
 * Throws `request_not_from_page`.
 */
export function checkFromPage(method: string, headers: IncomingHttpHeaders): void {
  if (method === 'GET' || method === 'HEAD') return;
  const site = headers['sec-fetch-site'];
  if (site !== undefined ? site === 'same-origin' : sameHost(headers)) return;
  throw new CupelError('request_not_from_page', {});
}

function sameHost({ origin, host }: IncomingHttpHeaders): boolean {
  try {
    return origin !== undefined && new URL(origin).host === host;
  } catch {
    return false;
  }
}
