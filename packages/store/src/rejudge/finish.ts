import { CupelError } from '@cupel/domain';
import type { Connection, Database, Statement } from '../database.js';
import { getRejudge } from './read.js';
import type { Rejudge } from './types.js';

const LOCK: Statement = {
  text: `SELECT state FROM rejudges WHERE tenant_id = $1 AND id = $2 FOR UPDATE`,
};

/** Against a version that is published at this moment, which has judged again what was broken: whoever comes second sees the first. */
const HOLD: Statement = {
  text: `
SELECT judgings.id FROM judgings JOIN rejudge_items item ON item.old_judging_id = judgings.id
WHERE item.rejudge_id = $1 AND item.submission_id = ANY ($2::uuid[]) ORDER BY judgings.id FOR UPDATE OF judgings`,
};

/** What could not be judged again keeps its old result, and so does what was judged otherwise meanwhile. */
const CHOOSE: Statement = {
  text: `
UPDATE rejudge_items item SET outcome = CASE
  WHEN fresh.status IN ('judged', 'compile_error') AND submissions.judging_id = item.old_judging_id THEN 'applied' ELSE 'kept' END
FROM submissions, judgings fresh
WHERE item.rejudge_id = $1 AND item.submission_id = ANY ($2::uuid[]) AND submissions.id = item.submission_id AND fresh.id = item.judging_id`,
};
const SUPERSEDE: Statement = {
  text: `
UPDATE judgings SET standing = 'superseded' FROM rejudge_items item
WHERE item.rejudge_id = $1 AND item.submission_id = ANY ($2::uuid[]) AND item.outcome = 'applied' AND judgings.id = item.old_judging_id`,
};
const PROMOTE: Statement = {
  text: `
UPDATE judgings SET standing = 'current' FROM rejudge_items item
WHERE item.rejudge_id = $1 AND item.submission_id = ANY ($2::uuid[]) AND item.outcome = 'applied' AND judgings.id = item.judging_id`,
};
const POINT: Statement = {
  text: `
WITH pointed AS (
  UPDATE submissions SET judging_id = item.judging_id, verdict = shadow.verdict, cause = shadow.cause, because = shadow.because,
    cpu_time = shadow.cpu_time, wall_time = shadow.wall_time, memory_peak = shadow.memory_peak
  FROM rejudge_items item JOIN submissions shadow ON shadow.id = item.job_id
  WHERE item.rejudge_id = $1 AND item.submission_id = ANY ($2::uuid[]) AND item.outcome = 'applied' AND submissions.id = item.submission_id
  RETURNING submissions.id, submissions.tenant_id, submissions.problem_id, submissions.principal_id, submissions.judging_id
)
INSERT INTO outbox (consumer, topic, tenant_id, submission_id, payload)
SELECT 'leaderboards', 'judged', tenant_id, id, jsonb_build_object('judgingId', judging_id, 'submissionId', id,
  'problemId', problem_id, 'principalId', principal_id, 'standing', 'current')
FROM pointed`,
};

/** What was judged for nothing stays readable; what was not judged leaves no trace. */
const PUT_AWAY: Statement = {
  text: `
UPDATE judgings SET standing = 'dropped' FROM rejudge_items item
WHERE item.rejudge_id = $1 AND item.submission_id = ANY ($2::uuid[]) AND judgings.id = item.judging_id AND judgings.standing = 'staged'`,
};
const FORGET: Statement = {
  text: `
DELETE FROM judgings USING rejudge_items item
WHERE item.rejudge_id = $1 AND item.submission_id = ANY ($2::uuid[]) AND judgings.id = item.judging_id AND judgings.state = 'waiting'`,
};
const CLEAR: Statement = {
  text: `
WITH gone AS (
  DELETE FROM submissions USING rejudge_items item
  WHERE item.rejudge_id = $1 AND item.submission_id = ANY ($2::uuid[]) AND submissions.id = item.job_id AND submissions.kind = 'rejudge' RETURNING submissions.id
)
SELECT pg_notify('cupel_cancel', id::text) FROM gone`,
};
const FINISH: Statement = { text: 'UPDATE rejudges SET state = $2, finished_at = now() WHERE id = $1' };

/**
 * What was judged again counts from now on, all at once; what counted before stays readable as superseded. Throws
 * `record_not_found`, `rejudge_not_ready`, `rejudge_final`.
 */
export function applyRejudge(database: Database, tenantId: string, id: string): Promise<Rejudge> {
  return database.transaction(async (connection) => {
    await lock(connection, tenantId, id);
    const { state, total, done, failed } = await getRejudge(connection, tenantId, id);
    if (state !== 'ready') throw new CupelError('rejudge_not_ready', { left: total - done - failed, total });
    await inChunks(connection, id, [HOLD, CHOOSE, SUPERSEDE, PROMOTE, POINT]);
    await putAway(connection, id, 'applied');
    return getRejudge(connection, tenantId, id);
  });
}

/** Everything stays as it was; what still waits is not judged. Throws `record_not_found`, `rejudge_final`. */
export function dropRejudge(database: Database, tenantId: string, id: string): Promise<Rejudge> {
  return database.transaction(async (connection) => {
    await lock(connection, tenantId, id);
    await putAway(connection, id, 'dropped');
    return getRejudge(connection, tenantId, id);
  });
}

async function lock(connection: Connection, tenantId: string, id: string): Promise<void> {
  await getRejudge(connection, tenantId, id);
  const [row] = await connection.query<{ state: string }>(LOCK, [tenantId, id]);
  if (row?.state !== 'judging') throw new CupelError('rejudge_final', { state: row?.state ?? 'dropped' });
}

async function putAway(connection: Connection, id: string, state: 'applied' | 'dropped'): Promise<void> {
  await inChunks(connection, id, [PUT_AWAY, FORGET, CLEAR]);
  await connection.query(FINISH, [id, state]);
  await connection.notify('cupel_outbox', '');
}

/** Of very many no statement takes longer than one may; that it is one transaction is what makes all of it count at once. */
const CHUNK = 2_000;

async function inChunks(connection: Connection, id: string, steps: readonly Statement[]): Promise<void> {
  const text = 'SELECT submission_id AS id FROM rejudge_items WHERE rejudge_id = $1 ORDER BY submission_id';
  const ids = (await connection.query<{ id: string }>({ text }, [id])).map((item) => item.id);
  for (let start = 0; start < ids.length; start += CHUNK)
    for (const step of steps) await connection.query(step, [id, ids.slice(start, start + CHUNK)]);
}
