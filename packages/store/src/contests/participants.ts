import type { Connection, Statement } from '../database.js';
import { storableText } from '../json.js';

export interface Participant {
  readonly principalId: string;
  readonly name: string;
  /** The id by which the tenant's own system knows it. */
  readonly externalId: string | null;
  readonly joinedAt: Date;
}

const JOIN: Statement = {
  text: `
WITH joined AS (
  INSERT INTO contest_participants (contest_id, tenant_id, principal_id, name) VALUES ($1, $2, $3, $4)
  ON CONFLICT (contest_id, principal_id) DO UPDATE SET name = excluded.name RETURNING contest_id
)
UPDATE boards SET stale = true FROM joined WHERE boards.contest_id = joined.contest_id`,
};

/** Puts somebody on the board, or gives him another name there. */
export async function joinContest(
  connection: Connection,
  entry: { readonly contestId: string; readonly tenantId: string; readonly principalId: string; readonly name: string },
): Promise<void> {
  await connection.query(JOIN, [entry.contestId, entry.tenantId, entry.principalId, storableText(entry.name)]);
  await connection.notify('cupel_outbox', '');
}

const IS_PARTICIPANT: Statement = {
  name: 'is participant',
  text: 'SELECT FROM contest_participants WHERE contest_id = $1 AND principal_id = $2',
};

export async function isParticipant(connection: Connection, contestId: string, principalId: string): Promise<boolean> {
  return (await connection.query(IS_PARTICIPANT, [contestId, principalId])).length > 0;
}

const LIST: Statement = {
  text: `
SELECT entry.principal_id AS "principalId", entry.name, principals.external_id AS "externalId", joined_at AS "joinedAt"
FROM contest_participants entry JOIN principals ON principals.id = entry.principal_id
WHERE contest_id = $1 ORDER BY joined_at, entry.principal_id LIMIT 10000`,
};

/** In the order in which they joined. */
export async function listParticipants(connection: Connection, contestId: string): Promise<Participant[]> {
  return connection.query<Participant>(LIST, [contestId]);
}
