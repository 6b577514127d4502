import type { Connection, Statement } from '../database.js';
import { hashToken, newToken } from '../keys/token.js';
import { PERSON_COLUMNS, type Person } from './people.js';

const CREATE: Statement = {
  text: 'INSERT INTO sessions (token_hash, principal_id, expires_at) VALUES ($1, $2, now() + make_interval(secs => $3))',
};

/** The token is returned here and never again. `lasts` is in seconds. */
export async function createSession(connection: Connection, principalId: string, lasts: number): Promise<string> {
  const { token, hash } = newToken();
  await connection.query(CREATE, [hash, principalId, lasts]);
  return token;
}

const FIND: Statement = {
  name: 'find session',
  text: `SELECT ${PERSON_COLUMNS} FROM sessions JOIN people USING (principal_id) JOIN principals ON principals.id = people.principal_id
WHERE token_hash = $1 AND expires_at > now() AND people.disabled_at IS NULL`,
};

/** Who a session is; undefined for one that is unknown or over, or whose account was closed. */
export async function findSession(connection: Connection, token: string): Promise<Person | undefined> {
  return (await connection.query<Person>(FIND, [hashToken(token)]))[0];
}

const END: Statement = { text: 'DELETE FROM sessions WHERE token_hash = $1' };

export async function endSession(connection: Connection, token: string): Promise<void> {
  await connection.query(END, [hashToken(token)]);
}

const SWEEP: readonly Statement[] = ['sessions', 'invitations', 'shares', 'embed_tokens'].map((table) => ({
  text: `DELETE FROM ${table} WHERE expires_at < now()`,
}));

/** Deletes what has expired. */
export async function sweepAccounts(connection: Connection): Promise<void> {
  for (const statement of SWEEP) await connection.query(statement);
}
