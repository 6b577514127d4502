import type { Connection, Statement } from '../database.js';
import type { RejudgeSelection, VersionPair } from './types.js';
import { PART, type Working } from './working.js';

/** Judged submissions alone: what still waits will be judged by what counts then. */
export const PICKED = `
FROM submissions
JOIN judgings ON judgings.id = submissions.judging_id AND judgings.state = 'done'
JOIN problems ON problems.id = submissions.problem_id AND problems.current_version IS NOT NULL
WHERE submissions.tenant_id = $1 AND submissions.kind = 'judge'
  AND ($2::uuid IS NULL OR submissions.problem_id = $2) AND ($3::uuid IS NULL OR submissions.id = $3)
  AND ($4::text[] IS NULL OR submissions.language = ANY ($4)) AND ($5::text[] IS NULL OR judgings.verdict = ANY ($5))
  AND ($6::uuid IS NULL OR EXISTS (
    SELECT FROM contest_submissions entry WHERE entry.submission_id = submissions.id AND entry.contest_id = $6))`;

export function conditions(tenantId: string, selection: RejudgeSelection): unknown[] {
  const { problemId = null, submissionId = null, languages = null, verdicts = null, contestId = null } = selection;
  return [tenantId, problemId, submissionId, languages, verdicts, contestId];
}

const INSERT_ITEMS: Statement = {
  text: `
INSERT INTO rejudge_items (rejudge_id, submission_id, old_judging_id, version_id, recheck)
SELECT $7, submissions.id, judgings.id, problems.current_version,
  EXISTS (SELECT FROM unnest($8::uuid[], $9::uuid[]) AS pair (one, other)
    WHERE pair.one = judgings.version_id AND pair.other = problems.current_version)
${PICKED} AND ($10::uuid IS NULL OR submissions.id > $10) ORDER BY submissions.id LIMIT $11
RETURNING submission_id AS id`,
};

/** What a rejudge that is still picking was told. */
export interface Picking {
  readonly selection: RejudgeSelection;
  readonly rechecked: readonly VersionPair[];
}

export async function pickItems(connection: Connection, { id, tenantId, after, picking }: Working): Promise<readonly string[]> {
  const { selection, rechecked } = picking as unknown as Picking;
  const pairs = [rechecked.map((pair) => pair.from), rechecked.map((pair) => pair.to)];
  const values = [...conditions(tenantId, selection), id, ...pairs, after, PART];
  const rows = await connection.query<{ id: string }>(INSERT_ITEMS, values);
  return rows.map((row) => row.id).sort();
}
