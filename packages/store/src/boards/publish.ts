import { type BoardCell, type BoardEntry, type ContestScoring, rankBoard } from '@cupel/domain';
import type { Connection, Database, Statement } from '../database.js';
import { jsonText } from '../json.js';

/** Boards stand still while what was judged again is let count bit by bit: nobody sees half of it. */
const NEXT: Statement = {
  text: `
SELECT boards.contest_id AS id, contests.scoring FROM boards JOIN contests ON contests.id = boards.contest_id
WHERE stale AND NOT EXISTS (
  SELECT FROM rejudges WHERE rejudges.tenant_id = contests.tenant_id AND work = 'apply' AND worked_at > now() - interval '30 seconds')
LIMIT 1 FOR UPDATE OF boards SKIP LOCKED`,
};

const ENTRIES: Statement = {
  text: `
SELECT joined.principal_id AS participant, joined.name,
  coalesce(jsonb_object_agg(cell.problem_id, cell.live) FILTER (WHERE cell.problem_id IS NOT NULL), '{}') AS live,
  coalesce(jsonb_object_agg(cell.problem_id, cell.shown) FILTER (WHERE cell.shown <> cell.live), '{}') AS shown
FROM contest_participants joined LEFT JOIN board_cells cell USING (contest_id, principal_id)
WHERE joined.contest_id = $1 GROUP BY joined.contest_id, joined.principal_id`,
};

/** A version only moves where what its readers see has changed: during a freeze the one that is shown tells nothing by moving. */
const PUBLISH: Statement = {
  text: `
UPDATE boards SET stale = false, live = $2::text, shown = nullif($3::text, $2::text), live_version = live_version + (live <> $2::text)::int,
  shown_version = shown_version + (coalesce(shown, live) <> coalesce($3::text, $2::text))::int, changed_at = now()
WHERE contest_id = $1`,
};

type Cells = Readonly<Record<string, BoardCell>>;

/** An entry of both boards of a contest. Of what is shown those cells alone that are shown otherwise than they are. */
export interface StoredEntry {
  readonly participant: string;
  readonly name: string;
  readonly live: Cells;
  readonly shown: Cells;
}

/** Puts one stale board in order and tells of it. Returns 0 where none was stale. */
export function publishBoard(database: Database): Promise<number> {
  return database.transaction(async (connection) => {
    const [board] = await connection.query<{ id: string; scoring: ContestScoring }>(NEXT);
    if (board === undefined) return 0;
    const entries = await entriesOf(connection, board.id);
    const isFrozen = entries.some(({ shown }) => Object.keys(shown).length > 0);
    const texts = (['live', 'shown'] as const).map((view) =>
      view === 'live' || isFrozen ? jsonText(rankBoard(entriesAs(entries, view), board.scoring)) : null,
    );
    await connection.query(PUBLISH, [board.id, ...texts]);
    await connection.notify('cupel_board', board.id);
    return 1;
  });
}

export async function entriesOf(connection: Connection, contestId: string): Promise<StoredEntry[]> {
  return connection.query<StoredEntry>(ENTRIES, [contestId]);
}

export function entriesAs(entries: readonly StoredEntry[], view: 'live' | 'shown'): BoardEntry[] {
  return entries.map(({ participant, name, ...cells }) => ({
    participant,
    name,
    cells: view === 'live' ? cells.live : { ...cells.live, ...cells.shown },
  }));
}
