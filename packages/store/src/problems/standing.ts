import type { Connection, Statement } from '../database.js';

const STANDING: Statement = {
  name: 'standing by problem',
  text: `
SELECT submissions.problem_id AS "problemId", coalesce(bool_or(judgings.verdict = 'AC'), false) AS solved
FROM submissions LEFT JOIN judgings ON judgings.id = submissions.judging_id
WHERE submissions.tenant_id = $1 AND submissions.principal_id = $2 AND submissions.kind = 'judge'
  AND submissions.problem_id = ANY ($3::uuid[])
GROUP BY submissions.problem_id`,
};

/** Of these problems those that somebody submitted to, and whether anything of it was accepted. */
export async function problemStandings(
  connection: Connection,
  tenantId: string,
  principalId: string,
  problemIds: readonly string[],
): Promise<ReadonlyMap<string, 'solved' | 'tried'>> {
  if (problemIds.length === 0) return new Map();
  const values = [tenantId, principalId, problemIds];
  const rows = await connection.query<{ problemId: string; solved: boolean }>(STANDING, values);
  return new Map(rows.map(({ problemId, solved }) => [problemId, solved ? 'solved' : 'tried']));
}
