import { CupelError } from '@cupel/domain';
import type { Connection, Statement } from '../database.js';
import { isId, newId } from '../ids.js';
import { storableText } from '../json.js';
import { type Page, type PageOptions, pageOf, pageSize } from '../paging.js';
import type { PrincipalKind, Role, Scope } from '../schema.js';
import { hashToken, newToken } from './token.js';

export interface ApiKey {
  readonly id: string;
  readonly tenantId: string;
  readonly principalId: string;
  readonly principalKind: PrincipalKind;
  /** Of a key that belongs to somebody with an account: it may do no more than he may. */
  readonly personRole: Role | null;
  readonly name: string;
  readonly prefix: string;
  readonly scopes: readonly Scope[];
  /** Null where the service's own setting holds. */
  readonly requestsPerMinute: number | null;
  /** CPU µs in an hour; null where the service's own setting holds. */
  readonly cpuPerHour: number | null;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
}

export interface NewApiKey {
  readonly tenantId: string;
  readonly principalId: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresAt?: Date;
  readonly requestsPerMinute?: number;
  readonly cpuPerHour?: number;
}

const COLUMNS = `api_keys.id, api_keys.tenant_id AS "tenantId", principal_id AS "principalId",
  (SELECT kind FROM principals WHERE principals.id = principal_id) AS "principalKind",
  (SELECT role FROM people WHERE people.principal_id = api_keys.principal_id) AS "personRole", name, prefix, scopes,
  requests_per_minute AS "requestsPerMinute", cpu_per_hour AS "cpuPerHour", created_at AS "createdAt",
  expires_at AS "expiresAt", revoked_at AS "revokedAt", last_used_at AS "lastUsedAt"`;

const CREATE: Statement = {
  text: `
INSERT INTO api_keys (id, tenant_id, principal_id, name, token_hash, prefix, scopes, expires_at, requests_per_minute, cpu_per_hour)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING ${COLUMNS}`,
};

/** The token is returned here and never again. */
export async function createKey(
  connection: Connection,
  key: NewApiKey,
): Promise<{ readonly key: ApiKey; readonly token: string }> {
  const { token, hash, prefix } = newToken();
  const rows = await connection.query<ApiKey>(CREATE, [
    newId(),
    key.tenantId,
    key.principalId,
    storableText(key.name),
    hash,
    prefix,
    key.scopes,
    key.expiresAt ?? null,
    key.requestsPerMinute ?? null,
    key.cpuPerHour ?? null,
  ]);
  return { key: only(rows), token };
}

const FIND: Statement = {
  name: 'find key',
  text: `SELECT ${COLUMNS} FROM api_keys WHERE token_hash = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())
AND NOT EXISTS (SELECT FROM people WHERE people.principal_id = api_keys.principal_id AND disabled_at IS NOT NULL)`,
};

/** The key of a token; undefined for one that is unknown, revoked or expired, or whose owner's account was closed, without telling which. */
export async function findKeyByToken(connection: Connection, token: string): Promise<ApiKey | undefined> {
  const [key] = await connection.query<ApiKey>(FIND, [hashToken(token)]);
  return key;
}

const TOUCH: Statement = {
  text: 'UPDATE api_keys SET last_used_at = now() WHERE id = ANY ($1::uuid[])',
};

/** Notes that keys were used. For many uses at a time: once a minute is often enough. */
export async function touchKeys(connection: Connection, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await connection.query(TOUCH, [ids]);
}

const REVOKE: Statement = {
  text: `UPDATE api_keys SET revoked_at = coalesce(revoked_at, now()) WHERE tenant_id = $1 AND id = $2
AND ($3::uuid IS NULL OR principal_id = $3) RETURNING ${COLUMNS}`,
};

/** From now on it is unknown; what was submitted with it stays. Where `ownerId` is given, of his keys alone. Throws `record_not_found`. */
export async function revokeKey(connection: Connection, tenantId: string, id: string, ownerId?: string): Promise<ApiKey> {
  return only(isId(id) ? await connection.query<ApiKey>(REVOKE, [tenantId, id, ownerId ?? null]) : []);
}

const LIST: Statement = {
  text: `
SELECT ${COLUMNS} FROM api_keys WHERE tenant_id = $1 AND ($2::uuid IS NULL OR id < $2) AND ($3 OR revoked_at IS NULL)
AND ($5::uuid IS NULL OR principal_id = $5)
ORDER BY id DESC LIMIT $4`,
};

/** Newest first. Throws `cursor_bad`. */
export async function listKeys(
  connection: Connection,
  tenantId: string,
  options: PageOptions & { readonly revoked?: boolean; readonly ownerId?: string } = {},
): Promise<Page<ApiKey>> {
  const limit = pageSize(options);
  if (options.after !== undefined && !isId(options.after)) throw new CupelError('cursor_bad', {}, { field: 'cursor' });
  const rows = await connection.query<ApiKey>(LIST, [
    tenantId,
    options.after ?? null,
    options.revoked ?? false,
    limit + 1,
    options.ownerId ?? null,
  ]);
  return pageOf(rows, limit, ({ id }) => id);
}

const ANY: Statement = {
  text: 'SELECT FROM api_keys WHERE revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now()) LIMIT 1',
};

/** Whether any key of any tenant is good: without one the service binds to loopback only. */
export async function hasKeys(connection: Connection): Promise<boolean> {
  return (await connection.query(ANY)).length > 0;
}

function only(rows: readonly ApiKey[]): ApiKey {
  const [key] = rows;
  if (key === undefined) throw new CupelError('record_not_found', { what: 'API key' });
  return key;
}
