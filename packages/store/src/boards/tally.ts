import type { BoardTally } from '@cupel/domain';
import type { Connection, Statement } from '../database.js';
import { type CellKey, columns } from './attempts.js';

/** Both counts of a cell; `shown` is absent where nothing is withheld. */
export interface CellTallies {
  readonly live: BoardTally;
  readonly shown?: BoardTally;
}

/**
 * The index `contest_submissions_by_time` has all that is looked at, in the order of time: by the ICPC's rules no attempt is read
 * that came after the first accepted one, by those of the IOI each is counted where it stands in the index.
 */
const TALLIES: Statement = {
  text: `
SELECT cell.n::int AS n, cell.shown, contests.freezes_at IS NOT NULL AND contests.unfrozen_at IS NULL AS "isFrozen",
  (extract(epoch FROM first.at - began.at) * 1000000)::bigint AS "solvedAt",
  (extract(epoch FROM counted.pending_at - began.at) * 1000000)::bigint AS "pendingAt",
  counted.rejected, counted.pending, counted.tries, counted.waiting
FROM (
  SELECT key.*, shown FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) WITH ORDINALITY AS key (contest_id, principal_id, problem_id, n)
  CROSS JOIN (VALUES (false), (true)) AS view (shown)
) cell
JOIN contests ON contests.id = cell.contest_id AND (NOT cell.shown OR (contests.freezes_at IS NOT NULL AND contests.unfrozen_at IS NULL))
JOIN contest_problems USING (contest_id, problem_id)
CROSS JOIN LATERAL (
  SELECT coalesce(contests.starts_at, contests.created_at) AS at, CASE WHEN cell.shown THEN contests.freezes_at ELSE 'infinity' END AS withheld
) began
LEFT JOIN LATERAL (
  SELECT entry.submitted_at AS at FROM contest_submissions entry
  WHERE entry.contest_id = cell.contest_id AND entry.principal_id = cell.principal_id AND entry.problem_id = cell.problem_id
    AND entry.submitted_at < began.withheld AND entry.status = 'judged' AND entry.verdict = 'AC'
  ORDER BY entry.submitted_at LIMIT 1
) first ON true
CROSS JOIN LATERAL (
  SELECT count(*) AS attempts,
    count(*) FILTER (WHERE is_known AND is_before AND verdict NOT IN ('CE', 'IE')) AS rejected,
    count(*) FILTER (WHERE NOT is_known AND is_before) AS pending,
    min(attempt.at) FILTER (WHERE NOT is_known AND is_before) AS pending_at,
    count(*) FILTER (WHERE is_known AND verdict NOT IN ('AC', 'IE')) AS tries,
    count(*) FILTER (WHERE NOT is_known) AS waiting
  FROM (
    SELECT entry.submitted_at AS at, entry.verdict, first.at IS NULL OR entry.submitted_at < first.at AS is_before,
      entry.submitted_at < began.withheld AND entry.verdict IS NOT NULL AND coalesce(entry.status IN ('judged', 'compile_error'), false) AS is_known
    FROM contest_submissions entry
    WHERE entry.contest_id = cell.contest_id AND entry.principal_id = cell.principal_id AND entry.problem_id = cell.problem_id
      AND entry.submitted_at < CASE WHEN contests.scoring = 'icpc' THEN coalesce(first.at, 'infinity') ELSE 'infinity' END
      AND entry.status IS DISTINCT FROM 'cancelled'
  ) attempt
) counted
WHERE first.at IS NOT NULL OR counted.attempts > 0`,
};

interface Row {
  readonly n: number;
  readonly shown: boolean;
  readonly solvedAt: number | null;
  readonly pendingAt: number | null;
  readonly rejected: number;
  readonly pending: number;
  readonly tries: number;
  readonly waiting: number;
}

/** In the order of the keys; undefined for a cell without attempts. */
export async function talliesOf(connection: Connection, keys: readonly CellKey[]): Promise<(CellTallies | undefined)[]> {
  const rows = await connection.query<Row>(TALLIES, columns(keys));
  const [live, shown] = [new Map<number, BoardTally>(), new Map<number, BoardTally>()];
  for (const row of rows) (row.shown ? shown : live).set(row.n, tallyOf(row));
  return keys.map((_, index) => {
    const [one, other] = [live.get(index + 1), shown.get(index + 1)];
    return one && { live: one, ...(other && { shown: other }) };
  });
}

function tallyOf({ rejected, pending, tries, waiting, solvedAt, pendingAt }: Row): BoardTally {
  return {
    ...{ rejected, pending, tries, waiting },
    ...(solvedAt !== null && { solvedAt }),
    ...(pendingAt !== null && { pendingAt }),
  };
}
