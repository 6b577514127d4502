import { CupelError } from '@cupel/domain';
import type { Database, Statement } from '../database.js';
import { newId } from '../ids.js';

const PUBLISH: Statement = {
  text: `
UPDATE problems SET state = 'published', current_version = $3, updated_at = now()
WHERE tenant_id = $1 AND id = $2 AND EXISTS (SELECT FROM problem_versions WHERE id = $3 AND problem_id = $2) RETURNING id`,
};

/** Judgings that came to nothing because the setter's part was broken, and whose submissions wait for this. */
const BROKEN: Statement = {
  text: `
SELECT judgings.id, judgings.submission_id AS "submissionId" FROM judgings JOIN jobs ON jobs.submission_id = judgings.submission_id
WHERE judgings.tenant_id = $1 AND judgings.problem_id = $2 AND standing = 'current' AND status = 'judging_failed'
  AND judgings.version_id <> $3 AND judgings.job_id = judgings.submission_id AND jobs.state = 'done'
ORDER BY judgings.id LIMIT $4 FOR UPDATE OF judgings, jobs`,
};
const SUPERSEDE: Statement = { text: `UPDATE judgings SET standing = 'superseded' WHERE id = ANY ($1::uuid[])` };
const JUDGE_AGAIN: Statement = {
  text: `
INSERT INTO judgings (id, tenant_id, submission_id, job_id, problem_id, version_id, standing)
SELECT again.id, $1, again.submission_id, again.submission_id, $2, $3, 'current'
FROM unnest($4::uuid[], $5::uuid[]) AS again (id, submission_id)`,
};
const REQUEUE: Statement = {
  text: `
WITH again AS (
  SELECT * FROM unnest($1::uuid[], $2::uuid[]) AS again (id, submission_id)
), job AS (
  UPDATE jobs SET state = 'queued', queued_at = now(), rank_at = now(), run_after = now(), finished_at = NULL, attempts = 0
  WHERE submission_id = ANY ($2::uuid[]) AND state = 'done' RETURNING submission_id, lease_epoch
), told AS (
  INSERT INTO events (submission_id, epoch, seq, kind, data)
  SELECT submission_id, lease_epoch,
    (SELECT coalesce(max(seq), 0) + 1 FROM events WHERE events.submission_id = job.submission_id AND epoch = lease_epoch), 'requeued', '{}'
  FROM job ON CONFLICT DO NOTHING
)
UPDATE submissions SET state = 'queued', verdict = NULL, cause = NULL, because = NULL, completed_at = NULL, judging_id = again.id
FROM again WHERE submissions.id = again.submission_id`,
};

/** More than this at once would hold the row of the problem for long; the rest follows in transactions of their own. */
const ROUND = 200;

/**
 * Makes a version the one that counts from now on, and has judged again what an earlier version could not judge because of the
 * setter's own programs. Returns how many submissions that are. Throws `record_not_found`.
 */
export async function publishVersion(
  database: Database,
  tenantId: string,
  problemId: string,
  versionId: string,
): Promise<number> {
  const rows = await database.query(PUBLISH, [tenantId, problemId, versionId]);
  if (rows.length === 0) throw new CupelError('record_not_found', { what: 'version' });
  let total = 0;
  for (let round = ROUND; round === ROUND; total += round) round = await judgeAgain(database, tenantId, problemId, versionId);
  return total;
}

function judgeAgain(database: Database, tenantId: string, problemId: string, versionId: string): Promise<number> {
  return database.transaction(async (connection) => {
    const broken = await connection.query<{ id: string; submissionId: string }>(BROKEN, [tenantId, problemId, versionId, ROUND]);
    if (broken.length === 0) return 0;
    const ids = broken.map(() => newId());
    const submissions = broken.map(({ submissionId }) => submissionId);
    await connection.query(SUPERSEDE, [broken.map(({ id }) => id)]);
    await connection.query(JUDGE_AGAIN, [tenantId, problemId, versionId, ids, submissions]);
    await connection.query(REQUEUE, [ids, submissions]);
    await connection.notify('cupel_job', '');
    return broken.length;
  });
}
