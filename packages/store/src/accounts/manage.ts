import { CupelError } from '@cupel/domain';
import type { Connection, Database, Statement } from '../database.js';
import { storableText } from '../json.js';
import { type Page, pageOf, pageSize } from '../paging.js';
import type { Role } from '../schema.js';
import { type AccountChangeKind, recordAccountChange } from './changes.js';
import { getPerson, PERSON_COLUMNS, type Person } from './people.js';
import { endSessionsOf } from './sessions.js';

/** A person as an administrator sees him. */
export interface ListedPerson extends Person {
  /** How many browsers he is signed in with. */
  readonly sessions: number;
  readonly seenAt: Date | null;
}

export interface PeopleSearch {
  /** Part of the login or of the name, however it is written. */
  readonly search?: string | undefined;
  readonly role?: Role | undefined;
  /** As of other pages: a login. */
  readonly after?: string | undefined;
  readonly limit?: number;
}

const SEARCH: Statement = {
  text: `
SELECT ${PERSON_COLUMNS}, seen.sessions, seen.at AS "seenAt" FROM people JOIN principals ON principals.id = people.principal_id,
LATERAL (SELECT count(*)::int AS sessions, max(seen_at) AS at FROM sessions
  WHERE sessions.principal_id = people.principal_id AND expires_at > now()) seen
WHERE people.tenant_id = $1 AND (position($2 in people.login) > 0 OR position($2 in lower(principals.name)) > 0)
  AND ($3::text IS NULL OR people.role = $3) AND ($4::text IS NULL OR people.login > $4)
ORDER BY people.login LIMIT $5`,
};

/** By their logins. */
export async function searchPeople(
  connection: Connection,
  tenantId: string,
  options: PeopleSearch = {},
): Promise<Page<ListedPerson>> {
  const { search = '', role = null, after, limit: asked = 50 } = options;
  const limit = pageSize({ limit: asked });
  const values = [
    tenantId,
    storableText(search.toLowerCase()),
    role,
    after === undefined ? null : storableText(after),
    limit + 1,
  ];
  return pageOf(await connection.query<ListedPerson>(SEARCH, values), limit, ({ login }) => login);
}

/** Whose account it is, and who changes it. */
export interface AccountAct {
  readonly tenantId: string;
  readonly byId: string;
  readonly personId: string;
}

export interface PersonChanges {
  readonly name?: string | undefined;
  readonly role?: Role | undefined;
  readonly disabled?: boolean | undefined;
}

/** In one order: of two administrators who shut each other out at the same moment the second finds himself the last. */
const LOCK_ADMINS: Statement = {
  text: `SELECT principal_id AS id FROM people WHERE tenant_id = $1 AND role = 'admin' AND disabled_at IS NULL
ORDER BY principal_id FOR UPDATE`,
};
const RENAME: Statement = { text: 'UPDATE principals SET name = $3 WHERE tenant_id = $1 AND id = $2' };
const CHANGE: Statement = {
  text: `UPDATE people SET role = $3, disabled_at = CASE WHEN $4 THEN coalesce(disabled_at, now()) END
WHERE tenant_id = $1 AND principal_id = $2`,
};

/** Throws `record_not_found`, and `last_admin` where nobody would be left to run the service. */
export async function changePerson(database: Database, act: AccountAct, changes: PersonChanges): Promise<Person> {
  const { tenantId, personId } = act;
  return database.transaction(async (connection) => {
    const admins = await connection.query<{ readonly id: string }>(LOCK_ADMINS, [tenantId]);
    const before = await getPerson(connection, tenantId, personId);
    const { role = before.role, disabled = before.disabledAt !== null, name = before.name } = changes;
    const stays = role === 'admin' && !disabled;
    if (!stays && admins.length === 1 && admins[0]?.id === before.principalId)
      throw new CupelError('last_admin', { login: before.login }, { field: disabled ? 'disabled' : 'role' });
    if (name !== before.name) await connection.query(RENAME, [tenantId, before.principalId, storableText(name)]);
    await connection.query(CHANGE, [tenantId, before.principalId, role, disabled]);
    if (disabled) await endSessionsOf(connection, before.principalId);
    for (const [kind, details] of changesOf(before, { role, disabled, name }))
      await recordAccountChange(connection, { ...act, kind, details });
    return getPerson(connection, tenantId, personId);
  });
}

type Told = readonly [AccountChangeKind, Readonly<Record<string, string>>];

function changesOf(before: Person, after: { readonly role: Role; readonly disabled: boolean; readonly name: string }) {
  const { role, disabled, name } = after;
  const renamed: Told[] = name === before.name ? [] : [['renamed', { from: before.name, to: name }]];
  const changed: Told[] = role === before.role ? [] : [['role_changed', { from: before.role, to: role }]];
  const isNew = disabled !== (before.disabledAt !== null);
  const closed: Told[] = isNew ? [[disabled ? 'disabled' : 'enabled', {}]] : [];
  return [...renamed, ...changed, ...closed];
}

/** Ends every session of a person, here and elsewhere. Throws `record_not_found`. */
export async function signOutEverywhere(database: Database, act: AccountAct): Promise<void> {
  await database.transaction(async (connection) => {
    const { principalId } = await getPerson(connection, act.tenantId, act.personId);
    await endSessionsOf(connection, principalId);
    await recordAccountChange(connection, { ...act, kind: 'signed_out_everywhere' });
  });
}
