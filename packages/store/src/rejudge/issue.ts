import type { Connection, Database, Statement } from '../database.js';
import { newId } from '../ids.js';

/** Of one rejudge in the queue or under way: enough to keep a fleet busy, too few to fill the queue. */
const WINDOW = 200;

const NEXT: Statement = {
  text: `
SELECT rejudges.id, (
  SELECT count(*) FROM rejudge_items item JOIN jobs ON jobs.submission_id = item.job_id
  WHERE item.rejudge_id = rejudges.id AND jobs.state IN ('queued', 'leased')) AS busy
FROM rejudges
WHERE state = 'judging' AND work IS DISTINCT FROM 'apply' AND EXISTS (SELECT FROM rejudge_items item WHERE item.rejudge_id = rejudges.id AND item.judging_id IS NULL)
ORDER BY id FOR UPDATE SKIP LOCKED`,
};

const ITEMS: Statement = {
  text: `
SELECT submission_id AS id FROM rejudge_items WHERE rejudge_id = $1 AND judging_id IS NULL
ORDER BY submission_id LIMIT $2 FOR UPDATE SKIP LOCKED`,
};

/**
 * Each gets a shadow: a submission of its own with the same source, under whose job it is judged again; the judging belongs to the
 * original and counts for nothing yet. It is told as the rejudge's work, so that nobody's turn, quota or conduct is charged for it.
 */
const ISSUE: Statement = {
  text: `
WITH wanted AS (
  SELECT * FROM unnest($2::uuid[], $3::uuid[], $4::uuid[]) AS wanted (submission_id, job_id, judging_id)
), item AS (
  UPDATE rejudge_items SET job_id = wanted.job_id, judging_id = wanted.judging_id FROM wanted
  WHERE rejudge_items.rejudge_id = $1 AND rejudge_items.submission_id = wanted.submission_id
  RETURNING rejudge_items.submission_id, rejudge_items.job_id, rejudge_items.judging_id, old_judging_id, version_id, recheck
), shadow AS (
  INSERT INTO submissions (id, tenant_id, principal_id, kind, lane, language, version, profile)
  SELECT item.job_id, original.tenant_id, rejudges.created_by, 'rejudge', 3, original.language, original.version, original.profile
  FROM item JOIN submissions original ON original.id = item.submission_id JOIN rejudges ON rejudges.id = $1
), given AS (
  INSERT INTO submission_inputs (submission_id, source, source_name, stdin, expected_output, arguments, limits, options, files)
  SELECT item.job_id, source, source_name, stdin, expected_output, arguments, limits,
    CASE WHEN recheck THEN options || jsonb_build_object('recheck', old_judging_id) ELSE options END, files
  FROM item JOIN submission_inputs input ON input.submission_id = item.submission_id
), filed AS (
  INSERT INTO submission_files (submission_id, position, tenant_id, name, content, sha256, executable)
  SELECT item.job_id, position, tenant_id, name, content, sha256, executable
  FROM item JOIN submission_files file ON file.submission_id = item.submission_id ORDER BY file.sha256
), judged AS (
  INSERT INTO judgings (id, tenant_id, submission_id, job_id, problem_id, version_id, standing)
  SELECT item.judging_id, original.tenant_id, original.id, item.job_id, original.problem_id, item.version_id, 'staged'
  FROM item JOIN submissions original ON original.id = item.submission_id
), queued AS (
  INSERT INTO jobs (submission_id, tenant_id, flow_id, lane, requires)
  SELECT item.job_id, jobs.tenant_id, $1, 3, jobs.requires FROM item JOIN jobs ON jobs.submission_id = item.submission_id
)
INSERT INTO events (submission_id, epoch, seq, kind, data) SELECT job_id, 0, 0, 'queued', '{}' FROM item`,
};

/** Fills the windows of all that is judged again. Returns how many jobs that made. */
export function issueRejudges(database: Database): Promise<number> {
  return database.transaction(async (connection) => {
    let issued = 0;
    for (const { id, busy } of await connection.query<{ id: string; busy: number }>(NEXT))
      if (busy < WINDOW) issued += await issue(connection, id, WINDOW - busy);
    if (issued > 0) await connection.notify('cupel_job', '');
    return issued;
  });
}

async function issue(connection: Connection, rejudgeId: string, most: number): Promise<number> {
  const items = await connection.query<{ id: string }>(ITEMS, [rejudgeId, most]);
  const [jobs, judgings] = [items.map(() => newId()), items.map(() => newId())];
  await connection.query(ISSUE, [rejudgeId, items.map(({ id }) => id), jobs, judgings]);
  return items.length;
}
