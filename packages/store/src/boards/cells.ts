import {
  type BoardAttempt,
  type BoardCell,
  type BoardRules,
  bestPerSubtask,
  type ContestScoring,
  cellOf,
  cellOfTally,
  type PointsOfSubmission,
  pointsOfAttempts,
  pointsOfCell,
  withheld,
} from '@cupel/domain';
import type { Connection, Statement } from '../database.js';
import { jsonText } from '../json.js';
import { attemptsOf, type CellKey, columns, groupByCell, nameOf, readAttempt, type StoredAttempt } from './attempts.js';
import { type CellTallies, talliesOf } from './tally.js';

export interface StoredRules {
  readonly contestId: string;
  readonly scoring: ContestScoring;
  readonly penaltyMinutes: number;
  readonly timed: boolean;
  /** Null where nothing is withheld. */
  readonly freezeAt: number | null;
}

/** What has changed of the cells that are made again. */
export interface Changes {
  /** Attempts of which something is known for the first time: their points can only add to what their cells have. */
  readonly fresh: readonly StoredAttempt[];
  /** Cells in which something was taken back, by `nameOf`: their points are made of all their attempts. */
  readonly whole: ReadonlySet<string>;
}

/** Cells at once: of a whole contest there may be very many. */
const CHUNK = 100;

/**
 * Makes cells out of what is known by now. Counts come from an index, whatever was counted before; the best of points is the best
 * of what there was and what is new, which cannot count anything twice. The caller holds the locks of their boards.
 */
export async function remakeCells(connection: Connection, keys: readonly CellKey[], changes: Changes): Promise<void> {
  if (keys.length === 0) return;
  const rules = await rulesOf(
    connection,
    keys.map(({ contestId }) => contestId),
  );
  const fresh = groupByCell(changes.fresh);
  for (let start = 0; start < keys.length; start += CHUNK) {
    const chunk = keys.slice(start, start + CHUNK);
    const tallies = await talliesOf(connection, chunk);
    const scored = chunk.filter((key, index) => tallies[index] && rules.get(key.contestId)?.scoring === 'ioi');
    const points = await pointsByCell(connection, scored, rules, { fresh, whole: changes.whole });
    await write(connection, chunk, tallies, rules, points);
  }
}

/** As the jury has it, and as everybody else is shown it. */
interface Both<T> {
  readonly live: T;
  readonly shown: T;
}

const NOTHING = bestPerSubtask([]);

async function write(
  connection: Connection,
  keys: readonly CellKey[],
  tallies: readonly (CellTallies | undefined)[],
  rules: ReadonlyMap<string, StoredRules>,
  points: ReadonlyMap<string, Both<PointsOfSubmission>>,
): Promise<void> {
  const cells = keys.flatMap((key, index) => {
    const [by, tally] = [rules.get(key.contestId), tallies[index]];
    if (by === undefined || tally === undefined) return [];
    const best = points.get(nameOf(key)) ?? { live: NOTHING, shown: NOTHING };
    const live = cellOfTally(tally.live, best.live, by);
    return [{ key, live, shown: tally.shown === undefined ? live : cellOfTally(tally.shown, best.shown, by) }];
  });
  const texts = (['live', 'shown'] as const).map((view) => cells.map((cell) => jsonText(cell[view])));
  await connection.query(PUT, [...columns(cells.map(({ key }) => key)), ...texts]);
  await connection.query(DROP, columns(keys.filter((_, index) => tallies[index] === undefined)));
}

/** The best points of each cell: of all its attempts where some were taken back, else of what it has and what is new. */
async function pointsByCell(
  connection: Connection,
  keys: readonly CellKey[],
  rules: ReadonlyMap<string, StoredRules>,
  { fresh, whole }: { readonly fresh: ReadonlyMap<string, readonly StoredAttempt[]>; readonly whole: ReadonlySet<string> },
): Promise<ReadonlyMap<string, Both<PointsOfSubmission>>> {
  if (keys.length === 0) return new Map();
  const stored = await connection.query<CellKey & Both<BoardCell>>(CELLS, columns(keys.filter((key) => !whole.has(nameOf(key)))));
  const known = new Map(stored.map((cell) => [nameOf(cell), cell]));
  const all = groupByCell(
    await attemptsOf(
      connection,
      keys.filter((key) => !known.has(nameOf(key))),
    ),
  );
  return new Map(
    keys.map((key) => {
      const name = nameOf(key);
      const cell = known.get(name);
      const added = bestOf((cell === undefined ? all : fresh).get(name) ?? [], rules.get(key.contestId));
      if (cell === undefined) return [name, added];
      const live = bestPerSubtask([pointsOfCell(cell.live), added.live]);
      return [name, { live, shown: bestPerSubtask([pointsOfCell(cell.shown), added.shown]) }];
    }),
  );
}

function bestOf(attempts: readonly StoredAttempt[], rules: StoredRules | undefined): Both<PointsOfSubmission> {
  const known = attempts.map(readAttempt);
  const shown = known.map((attempt) => withheld(attempt, rules?.freezeAt ?? undefined));
  return { live: pointsOfAttempts(known), shown: pointsOfAttempts(shown) };
}

/** A cell out of all its attempts, as the jury sees it. */
export function liveCellOf(attempts: readonly StoredAttempt[], { freezeAt: _, ...rules }: StoredRules): BoardCell {
  const known: BoardAttempt[] = attempts.map(readAttempt);
  return cellOf(known, rules satisfies BoardRules);
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

const CELLS: Statement = {
  text: `
SELECT contest_id AS "contestId", principal_id AS "principalId", problem_id AS "problemId", live, shown
FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS cell (contest_id, principal_id, problem_id)
JOIN board_cells USING (contest_id, principal_id, problem_id)`,
};

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
