import { CupelError } from '@cupel/domain';
import type { Connection, Statement } from '../database.js';
import { isId } from '../ids.js';
import { storableText } from '../json.js';
import { hashToken, newToken } from '../keys/token.js';
import { PERSON_COLUMNS, type Person } from './people.js';

export interface NewSession {
  readonly principalId: string;
  /** Seconds. */
  readonly lasts: number;
  /** As its owner would name it. */
  readonly browser: string;
}

const CREATE: Statement = {
  text: `INSERT INTO sessions (token_hash, principal_id, browser, expires_at)
VALUES ($1, $2, $3, now() + make_interval(secs => $4))`,
};

/** The token is returned here and never again. */
export async function createSession(connection: Connection, { principalId, lasts, browser }: NewSession): Promise<string> {
  const { token, hash } = newToken();
  await connection.query(CREATE, [hash, principalId, storableText(browser), lasts]);
  return token;
}

/** That it was used is written down once in five minutes: it is for people to read. */
const FIND: Statement = {
  name: 'find session',
  text: `
WITH seen AS (UPDATE sessions SET seen_at = now() WHERE token_hash = $1 AND seen_at < now() - interval '5 minutes')
SELECT ${PERSON_COLUMNS} FROM sessions JOIN people USING (principal_id) JOIN principals ON principals.id = people.principal_id
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

export interface OwnSession {
  readonly id: string;
  readonly browser: string;
  readonly createdAt: Date;
  readonly seenAt: Date;
  readonly expiresAt: Date;
  /** The one that asks. */
  readonly own: boolean;
}

const LIST: Statement = {
  text: `SELECT id, browser, created_at AS "createdAt", seen_at AS "seenAt", expires_at AS "expiresAt", token_hash = $2 AS own
FROM sessions WHERE principal_id = $1 AND expires_at > now() ORDER BY seen_at DESC, created_at DESC LIMIT 100`,
};

/** The one that was used last comes first; at most 100. */
export async function listSessions(connection: Connection, principalId: string, token: string): Promise<OwnSession[]> {
  return connection.query<OwnSession>(LIST, [principalId, hashToken(token)]);
}

const END_ONE: Statement = { text: 'DELETE FROM sessions WHERE principal_id = $1 AND id = $2 RETURNING id' };

/** Throws `record_not_found` for what is not this person's. */
export async function endSessionById(connection: Connection, principalId: string, id: string): Promise<void> {
  const ended = isId(id) ? await connection.query(END_ONE, [principalId, id]) : [];
  if (ended.length === 0) throw new CupelError('record_not_found', { what: 'session' });
}

const END_ALL: Statement = { text: 'DELETE FROM sessions WHERE principal_id = $1 AND token_hash IS DISTINCT FROM $2' };

/** Ends all of a person, but the one of the token where one is given. */
export async function endSessionsOf(connection: Connection, principalId: string, exceptToken?: string): Promise<void> {
  await connection.query(END_ALL, [principalId, exceptToken === undefined ? null : hashToken(exceptToken)]);
}

const SWEEP: readonly Statement[] = ['sessions', 'invitations', 'password_links', 'shares', 'embed_tokens'].map((table) => ({
  text: `DELETE FROM ${table} WHERE expires_at < now()`,
}));

/** Deletes what has expired. */
export async function sweepAccounts(connection: Connection): Promise<void> {
  for (const statement of SWEEP) await connection.query(statement);
}
