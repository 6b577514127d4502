import type { Connection, Statement } from '../database.js';
import { PART, type Working } from './working.js';

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
const NEXT: Statement = {
  text: `
SELECT submission_id AS id FROM rejudge_items WHERE rejudge_id = $1 AND ($2::uuid IS NULL OR submission_id > $2)
ORDER BY submission_id LIMIT $3`,
};

/** Lets the next part count: from then on what was judged again is what everybody reads. */
export const applyItems = (connection: Connection, working: Working): Promise<readonly string[]> =>
  inOrder(connection, working, [HOLD, CHOOSE, SUPERSEDE, PROMOTE, POINT, PUT_AWAY, FORGET, CLEAR]);

export const putAwayItems = (connection: Connection, working: Working): Promise<readonly string[]> =>
  inOrder(connection, working, [PUT_AWAY, FORGET, CLEAR]);

async function inOrder(connection: Connection, { id, after }: Working, steps: readonly Statement[]): Promise<readonly string[]> {
  const ids = (await connection.query<{ id: string }>(NEXT, [id, after, PART])).map((item) => item.id);
  if (ids.length > 0) for (const step of steps) await connection.query(step, [id, ids]);
  return ids;
}
