import type { Connection, Database, Statement } from '../database.js';
import type { Admission } from './admission.js';
import { enqueueMany } from './enqueue.js';
import type { Enqueued, NewSubmission } from './types.js';

const HOLD: Statement = {
  text: `UPDATE jobs SET run_after = 'infinity' WHERE submission_id = ANY ($1::uuid[]) AND state = 'queued' AND lease_epoch = 0`,
};

/** As `enqueueBatch` for a batch of which no more than `most` may be under way at once: the others wait until some have ended. */
export function enqueueHeld(
  database: Database,
  submissions: readonly NewSubmission[],
  admission: Admission,
  most: number,
): Promise<Enqueued[]> {
  return database.transaction(async (connection) => {
    const outcomes = await enqueueMany(connection, submissions, admission);
    const accepted = outcomes.flatMap((outcome) => (outcome.kind === 'accepted' ? [outcome.id] : []));
    if (accepted.length > most) await connection.query(HOLD, [accepted.slice(most)]);
    return outcomes;
  });
}

/** Two ends at once would both count the other as ended. */
const LOCK: Statement = {
  text: `SELECT pg_advisory_xact_lock(hashtextextended(batch_id::text, 0)) FROM submissions WHERE id = $1 AND batch_id IS NOT NULL`,
};
const RELEASE: Statement = {
  text: `
WITH mine AS MATERIALIZED (
  SELECT jobs.submission_id, jobs.state, jobs.run_after, (given.options ->> 'max_concurrent')::int AS most
  FROM submissions JOIN jobs ON jobs.submission_id = submissions.id JOIN submission_inputs given ON given.submission_id = submissions.id
  WHERE submissions.batch_id = (SELECT batch_id FROM submissions WHERE id = $1)
), next AS (
  SELECT submission_id FROM mine WHERE state = 'queued' AND run_after = 'infinity' ORDER BY submission_id
  LIMIT (SELECT greatest(0, min(most) - count(*) FILTER (WHERE state = 'leased' OR (state = 'queued' AND run_after <> 'infinity'))) FROM mine)
)
UPDATE jobs SET run_after = now() FROM next WHERE jobs.submission_id = next.submission_id RETURNING jobs.submission_id`,
};

/** Lets as many of a batch begin as have ended; to be called when one of it has. Returns how many. */
export function releaseHeld(database: Database, submissionId: string): Promise<number> {
  return database.transaction(async (connection) => {
    await connection.query(LOCK, [submissionId]);
    const released = await connection.query(RELEASE, [submissionId]);
    if (released.length > 0) await connection.notify('cupel_job', '');
    return released.length;
  });
}

const FORGOTTEN: Statement = {
  text: `
SELECT DISTINCT ON (submissions.batch_id) submissions.id FROM jobs JOIN submissions ON submissions.id = jobs.submission_id
WHERE jobs.state = 'queued' AND jobs.run_after = 'infinity' ORDER BY submissions.batch_id LIMIT 100`,
};

/** For ends that no worker tells: what was cancelled, deleted or given up. To be called every few seconds. Returns how many. */
export async function releaseForgotten(database: Database): Promise<number> {
  let released = 0;
  for (const { id } of await database.query<{ id: string }>(FORGOTTEN)) released += await releaseHeld(database, id);
  return released;
}

const ENDED: Statement = {
  text: `
SELECT id FROM submissions WHERE tenant_id = $1 AND batch_id = $2 AND state IN ('completed', 'cancelled', 'failed')
ORDER BY completed_at, id`,
};

/** Ids of those of a batch that have ended, the first to end first. */
export async function listEnded(connection: Connection, tenantId: string, batchId: string): Promise<string[]> {
  return (await connection.query<{ id: string }>(ENDED, [tenantId, batchId])).map(({ id }) => id);
}
