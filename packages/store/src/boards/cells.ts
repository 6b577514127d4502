import {
  type BoardAttempt,
  type BoardRules,
  type ContestScoring,
  cellOf,
  pointsOf,
  readGroupScore,
  readMaximum,
  readRational,
  type StoredGroupScore,
  scalePoints,
  type Verdict,
} from '@cupel/domain';
import type { Connection, Statement } from '../database.js';
import { jsonText } from '../json.js';

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

export interface StoredRules {
  readonly contestId: string;
  readonly scoring: ContestScoring;
  readonly penaltyMinutes: number;
  readonly timed: boolean;
  /** Null where nothing is withheld. */
  readonly freezeAt: number | null;
}

/** Cells at once: of a whole contest there may be very many, each with all its attempts. */
const CHUNK = 100;

/** Makes cells from all that is known of them. The caller holds the locks of their boards. */
export async function remakeCells(connection: Connection, keys: readonly CellKey[]): Promise<void> {
  if (keys.length === 0) return;
  const rules = await rulesOf(
    connection,
    keys.map(({ contestId }) => contestId),
  );
  for (let start = 0; start < keys.length; start += CHUNK) await remakeChunk(connection, keys.slice(start, start + CHUNK), rules);
}

async function remakeChunk(
  connection: Connection,
  keys: readonly CellKey[],
  rules: ReadonlyMap<string, StoredRules>,
): Promise<void> {
  const attempts = await attemptsOf(connection, keys);
  const groups = groupByCell(attempts);
  const full = keys.filter((key) => groups.has(nameOf(key)) && rules.has(key.contestId));
  const cells = full.map((key) => {
    const by = rules.get(key.contestId);
    const own = groups.get(nameOf(key)) ?? [];
    return by === undefined ? undefined : cellsOf(own, by);
  });
  await connection.query(PUT, [
    ...columns(full),
    cells.map((cell) => jsonText(cell?.live)),
    cells.map((cell) => jsonText(cell?.shown)),
  ]);
  await connection.query(DROP, columns(keys.filter((key) => !groups.has(nameOf(key)))));
}

/** As the jury sees a cell, and as everybody else does. */
export function cellsOf(attempts: readonly StoredAttempt[], rules: StoredRules) {
  const { freezeAt, ...rest } = rules;
  const known = attempts.map(readAttempt);
  const live = cellOf(known, rest);
  const frozen: BoardRules | undefined = freezeAt === null ? undefined : { ...rest, freezeAt };
  return { live, shown: frozen === undefined ? live : cellOf(known, frozen) };
}

/** Where the setter's part or ours is broken, nothing is known: it will be judged again. */
function readAttempt({ at, status, verdict, points, maximum, score, worth }: StoredAttempt): BoardAttempt {
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

const nameOf = ({ contestId, principalId, problemId }: CellKey): string => `${contestId} ${principalId} ${problemId}`;

function columns(keys: readonly CellKey[]): unknown[] {
  return [
    keys.map(({ contestId }) => contestId),
    keys.map(({ principalId }) => principalId),
    keys.map(({ problemId }) => problemId),
  ];
}

const RULES: Statement = {
  text: `
SELECT id AS "contestId", scoring, penalty_minutes AS "penaltyMinutes", starts_at IS NOT NULL AS timed,
  CASE WHEN unfrozen_at IS NULL THEN (extract(epoch FROM freezes_at - starts_at) * 1000000)::bigint END AS "freezeAt"
FROM contests WHERE id = ANY ($1::uuid[])`,
};

export async function rulesOf(connection: Connection, contests: readonly string[]): Promise<ReadonlyMap<string, StoredRules>> {
  const rows = await connection.query<StoredRules>(RULES, [[...new Set(contests)]]);
  return new Map(rows.map((row) => [row.contestId, row]));
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

const PUT: Statement = {
  text: `
INSERT INTO board_cells AS cell (contest_id, principal_id, problem_id, live, shown)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::jsonb[], $5::jsonb[])
ON CONFLICT (contest_id, principal_id, problem_id) DO UPDATE SET live = excluded.live, shown = excluded.shown
WHERE cell.live <> excluded.live OR cell.shown <> excluded.shown`,
};

const DROP: Statement = {
  text: `
DELETE FROM board_cells USING unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS gone (contest_id, principal_id, problem_id)
WHERE board_cells.contest_id = gone.contest_id AND board_cells.principal_id = gone.principal_id
  AND board_cells.problem_id = gone.problem_id`,
};
