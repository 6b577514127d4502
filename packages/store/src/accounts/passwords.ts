import { CupelError } from '@cupel/domain';
import type { Connection, Database, Statement } from '../database.js';
import { hashToken, newToken } from '../keys/token.js';
import { recordAccountChange } from './changes.js';
import type { AccountAct } from './manage.js';
import { getPerson, PERSON_COLUMNS, type Person } from './people.js';
import { endSessionsOf } from './sessions.js';

const MAKE: Statement = {
  text: `INSERT INTO password_links (principal_id, token_hash, expires_at) VALUES ($1, $2, now() + make_interval(secs => $3))
ON CONFLICT (principal_id) DO UPDATE SET token_hash = excluded.token_hash, created_at = now(), expires_at = excluded.expires_at`,
};

/**
 * By the token, which is returned here and never again, the person sets a new password; the link before it is good no more.
 * `lasts` is in seconds. Throws `record_not_found`, `account_disabled`, and `password_elsewhere` for an account that has none.
 */
export async function createPasswordLink(database: Database, act: AccountAct, lasts: number): Promise<string> {
  const { token, hash } = newToken();
  await database.transaction(async (connection) => {
    const { principalId, login, hasPassword, disabledAt } = await getPerson(connection, act.tenantId, act.personId);
    if (!hasPassword) throw new CupelError('password_elsewhere', { login });
    if (disabledAt !== null) throw new CupelError('account_disabled', { login });
    await connection.query(MAKE, [principalId, hash, lasts]);
    await recordAccountChange(connection, { ...act, kind: 'password_link_made' });
  });
  return token;
}

const FIND: Statement = {
  text: `SELECT ${PERSON_COLUMNS} FROM password_links JOIN people USING (principal_id)
JOIN principals ON principals.id = people.principal_id
WHERE token_hash = $1 AND expires_at > now() AND people.disabled_at IS NULL`,
};

/** Whose password the link sets. Throws `password_link_gone`. */
export async function getPasswordLink(connection: Connection, token: string): Promise<Person> {
  const [person] = await connection.query<Person>(FIND, [hashToken(token)]);
  if (person === undefined) throw new CupelError('password_link_gone', {});
  return person;
}

const TAKE: Statement = {
  text: 'DELETE FROM password_links WHERE token_hash = $1 AND expires_at > now() RETURNING principal_id AS id',
};
const SET: Statement = { text: 'UPDATE people SET password = $2 WHERE principal_id = $1' };
const FORGET_LINK: Statement = { text: 'DELETE FROM password_links WHERE principal_id = $1' };

/**
 * Sets the password that a link is for, and ends every session: whoever lost a password may have lost it to somebody.
 * `password` is as `hashPassword` made it. Throws `password_link_gone`.
 */
export async function usePasswordLink(database: Database, token: string, password: string): Promise<Person> {
  return database.transaction(async (connection) => {
    const person = await getPasswordLink(connection, token);
    const [taken] = await connection.query<{ readonly id: string }>(TAKE, [hashToken(token)]);
    if (taken === undefined) throw new CupelError('password_link_gone', {});
    const { tenantId, principalId } = person;
    await connection.query(SET, [principalId, password]);
    await endSessionsOf(connection, principalId);
    await recordAccountChange(connection, { tenantId, byId: principalId, personId: principalId, kind: 'password_reset' });
    return person;
  });
}

/** Sets one's own password and ends all sessions but the one of `sessionToken`; a link that was under way is good no more. */
export async function changePassword(
  database: Database,
  { tenantId, principalId }: Pick<Person, 'tenantId' | 'principalId'>,
  password: string,
  sessionToken: string,
): Promise<void> {
  await database.transaction(async (connection) => {
    await connection.query(SET, [principalId, password]);
    await connection.query(FORGET_LINK, [principalId]);
    await endSessionsOf(connection, principalId, sessionToken);
    await recordAccountChange(connection, { tenantId, byId: principalId, personId: principalId, kind: 'password_changed' });
  });
}
