import type { Connection, Statement } from '../database.js';

const SECRET: Statement = {
  text: `
SELECT DISTINCT entry.problem_id AS id
FROM contests JOIN contest_problems entry ON entry.contest_id = contests.id
WHERE contests.tenant_id = $1 AND (now() < starts_at OR ($2::uuid IS NOT NULL AND visibility = 'private'
  AND (ends_at IS NULL OR now() < ends_at)
  AND NOT EXISTS (SELECT FROM contest_participants joined WHERE joined.contest_id = contests.id AND joined.principal_id = $2)))`,
};

/**
 * Problems that nobody but the jury may know of: those of contests that have not begun. And where a person asks, those of private
 * contests that are not over and in which he takes no part.
 */
export async function listSecretProblems(
  connection: Connection,
  tenantId: string,
  personId?: string,
): Promise<ReadonlySet<string>> {
  const rows = await connection.query<{ id: string }>(SECRET, [tenantId, personId ?? null]);
  return new Set(rows.map(({ id }) => id));
}

const RUNNING: Statement = {
  text: `
SELECT title, ends_at AS "endsAt" FROM contests JOIN contest_problems entry ON entry.contest_id = contests.id
WHERE contests.tenant_id = $1 AND entry.problem_id = $2 AND now() >= starts_at AND now() < ends_at ORDER BY ends_at DESC LIMIT 1`,
};

/** The contest that a problem is part of at this moment; courses, which have no times, are none. */
export async function findRunningContest(
  connection: Connection,
  tenantId: string,
  problemId: string,
): Promise<{ readonly title: string; readonly endsAt: Date } | undefined> {
  const [row] = await connection.query<{ title: string; endsAt: Date }>(RUNNING, [tenantId, problemId]);
  return row;
}
