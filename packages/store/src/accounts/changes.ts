import { CupelError } from '@cupel/domain';
import type { Connection, Statement } from '../database.js';
import { isId, newId } from '../ids.js';
import { jsonText } from '../json.js';
import { type Page, type PageOptions, pageOf, pageSize } from '../paging.js';
import type { JsonObject } from '../schema.js';

export const ACCOUNT_CHANGES = [
  'invited',
  'joined',
  'renamed',
  'role_changed',
  'disabled',
  'enabled',
  'password_link_made',
  'password_reset',
  'password_changed',
  'signed_out_everywhere',
] as const;
export type AccountChangeKind = (typeof ACCOUNT_CHANGES)[number];

export interface NewAccountChange {
  readonly tenantId: string;
  /** Who did it. */
  readonly byId: string;
  /** Whose account; absent for an invitation, which is nobody's yet. */
  readonly personId?: string;
  readonly kind: AccountChangeKind;
  readonly details?: JsonObject;
}

export interface AccountChange {
  readonly id: string;
  readonly at: Date;
  readonly kind: AccountChangeKind;
  /** Name of who did it; null for the service itself, by a key or a setting. */
  readonly by: string | null;
  readonly login: string | null;
  readonly details: JsonObject;
}

const RECORD: Statement = {
  text: 'INSERT INTO account_changes (id, tenant_id, by_id, person_id, kind, details) VALUES ($1, $2, $3, $4, $5, $6::jsonb)',
};

/** In the transaction of what it tells: there is no change without its record, and no record without its change. */
export async function recordAccountChange(connection: Connection, change: NewAccountChange): Promise<void> {
  const { tenantId, byId, personId, kind, details = {} } = change;
  await connection.query(RECORD, [newId(), tenantId, byId, personId ?? null, kind, jsonText(details)]);
}

const LIST: Statement = {
  text: `
SELECT account_changes.id, at, account_changes.kind,
  CASE WHEN principals.kind <> 'service' THEN principals.name END AS by, people.login, details FROM account_changes
JOIN principals ON principals.id = by_id LEFT JOIN people ON people.principal_id = person_id
WHERE account_changes.tenant_id = $1 AND ($2::uuid IS NULL OR account_changes.id < $2)
ORDER BY account_changes.id DESC LIMIT $3`,
};

/** Newest first. Throws `cursor_bad`. */
export async function listAccountChanges(
  connection: Connection,
  tenantId: string,
  options: PageOptions = {},
): Promise<Page<AccountChange>> {
  const limit = pageSize(options);
  if (options.after !== undefined && !isId(options.after)) throw new CupelError('cursor_bad', {}, { field: 'cursor' });
  const rows = await connection.query<AccountChange>(LIST, [tenantId, options.after ?? null, limit + 1]);
  return pageOf(rows, limit, ({ id }) => id);
}
