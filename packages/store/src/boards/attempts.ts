import {
  type BoardAttempt,
  pointsOf,
  readGroupScore,
  readMaximum,
  readRational,
  type StoredGroupScore,
  scalePoints,
  type Verdict,
} from '@cupel/domain';
import type { Connection, Statement } from '../database.js';

export interface CellKey {
  readonly contestId: string;
  readonly principalId: string;
  readonly problemId: string;
}

/** A submission in a contest with the judging that counts. */
export interface StoredAttempt extends CellKey {
  readonly submissionId: string;
  readonly at: number;
  /** What the problem is worth in the contest. */
  readonly worth: string | null;
  readonly status: string | null;
  readonly verdict: string | null;
  readonly points: string | null;
  readonly maximum: string | null;
  /** Where points count. */
  readonly score: StoredGroupScore | null;
}

/** Where the setter's part or ours is broken, nothing is known: it will be judged again. */
export function readAttempt({ at, status, verdict, points, maximum, score, worth }: StoredAttempt): BoardAttempt {
  if ((status !== 'judged' && status !== 'compile_error') || verdict === null) return { at };
  const earned = score === null ? { points: readRational(points ?? '0'), subtasks: [] } : pointsOf(readGroupScore(score));
  const scaled = scalePoints(earned, readMaximum(maximum ?? 'unbounded'), worth === null ? undefined : readRational(worth));
  return { at, outcome: { verdict: verdict as Verdict, points: scaled } };
}

export function groupByCell(attempts: readonly StoredAttempt[]): ReadonlyMap<string, readonly StoredAttempt[]> {
  const groups = new Map<string, StoredAttempt[]>();
  for (const attempt of attempts) {
    const name = nameOf(attempt);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [attempt]);
    else group.push(attempt);
  }
  return groups;
}

export const nameOf = ({ contestId, principalId, problemId }: CellKey): string => `${contestId} ${principalId} ${problemId}`;

export function columns(keys: readonly CellKey[]): unknown[] {
  return [
    keys.map(({ contestId }) => contestId),
    keys.map(({ principalId }) => principalId),
    keys.map(({ problemId }) => problemId),
  ];
}

/**
 * By the ICPC's rules what comes after the first accepted attempt counts for nothing, so it stays in the database; where the first
 * one is withheld by a freeze, the others before it are still shown as pending.
 */
const ATTEMPTS: Statement = {
  text: `
SELECT "contestId", "principalId", "problemId", "submissionId", worth, at, status, verdict, points, maximum, score FROM (
  SELECT attempt.*, min(at) FILTER (WHERE verdict = 'AC' AND status = 'judged' AND (withheld_from IS NULL OR at < withheld_from))
    OVER (PARTITION BY "contestId", "principalId", "problemId") AS first_accepted
  FROM (
    SELECT entry.contest_id AS "contestId", entry.principal_id AS "principalId", entry.problem_id AS "problemId",
      entry.submission_id AS "submissionId", problem.points AS worth, contests.scoring,
      (extract(epoch FROM entry.submitted_at - coalesce(contests.starts_at, contests.created_at)) * 1000000)::bigint AS at,
      CASE WHEN unfrozen_at IS NULL THEN (extract(epoch FROM freezes_at - starts_at) * 1000000)::bigint END AS withheld_from,
      coalesce(fresh.status, entry.status) AS status, CASE WHEN fresh.id IS NULL THEN entry.verdict ELSE fresh.verdict END AS verdict,
      coalesce(fresh.points, entry.points) AS points, coalesce(fresh.maximum, entry.maximum) AS maximum,
      CASE WHEN contests.scoring = 'ioi' THEN coalesce(fresh.score, entry.score) END AS score
    FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS cell (contest_id, principal_id, problem_id)
    JOIN contest_submissions entry USING (contest_id, principal_id, problem_id)
    JOIN contest_problems problem USING (contest_id, problem_id)
    JOIN contests ON contests.id = cell.contest_id
    LEFT JOIN rejudge_items item ON item.rejudge_id = $4 AND item.submission_id = entry.submission_id
      AND item.old_judging_id = entry.judging_id
    LEFT JOIN judgings fresh ON fresh.id = item.judging_id AND fresh.status IN ('judged', 'compile_error')
    WHERE entry.status IS DISTINCT FROM 'cancelled'
  ) attempt
) attempts
WHERE scoring <> 'icpc' OR first_accepted IS NULL OR at <= first_accepted`,
};

/** What counts of the attempts; or would, if what was judged again as `rejudgeId` were applied. */
export async function attemptsOf(connection: Connection, keys: readonly CellKey[], rejudgeId?: string): Promise<StoredAttempt[]> {
  return connection.query<StoredAttempt>(ATTEMPTS, [...columns(keys), rejudgeId ?? null]);
}

const SCORED: Statement = {
  text: `
SELECT entry.contest_id AS "contestId", entry.principal_id AS "principalId", entry.problem_id AS "problemId",
  entry.submission_id AS "submissionId", problem.points AS worth,
  (extract(epoch FROM entry.submitted_at - coalesce(contests.starts_at, contests.created_at)) * 1000000)::bigint AS at,
  entry.status, entry.verdict, entry.points, entry.maximum, entry.score
FROM contest_submissions entry JOIN contest_problems problem USING (contest_id, problem_id)
JOIN contests ON contests.id = entry.contest_id
WHERE entry.submission_id = ANY ($1::uuid[]) AND contests.scoring = 'ioi' AND entry.status IN ('judged', 'compile_error')`,
};

/** Of the submissions given those that are judged where points count. */
export async function scoredAttempts(connection: Connection, submissions: readonly string[]): Promise<StoredAttempt[]> {
  return submissions.length === 0 ? [] : connection.query<StoredAttempt>(SCORED, [submissions]);
}
