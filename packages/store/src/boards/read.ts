import type { BoardRow } from '@cupel/domain';
import type { Connection, Statement } from '../database.js';

/** `live` is the jury's; `shown` is everybody else's, and stands still for as long as the board is frozen. */
export type BoardView = 'live' | 'shown';

export interface StoredBoard {
  readonly version: number;
  readonly rows: readonly BoardRow[];
  readonly changedAt: Date;
}

const VERSION: Readonly<Record<BoardView, Statement>> = {
  live: { name: 'live version', text: 'SELECT live_version AS version FROM boards WHERE contest_id = $1' },
  shown: { name: 'shown version', text: 'SELECT shown_version AS version FROM boards WHERE contest_id = $1' },
};

/** Moves whenever the board does; 0 before it was ever put in order. */
export async function boardVersion(connection: Connection, contestId: string, view: BoardView): Promise<number> {
  const [row] = await connection.query<{ version: number }>(VERSION[view], [contestId]);
  return row?.version ?? 0;
}

const READ: Readonly<Record<BoardView, Statement>> = {
  live: {
    name: 'live board',
    text: 'SELECT live_version AS version, live AS rows, changed_at AS "changedAt" FROM boards WHERE contest_id = $1',
  },
  shown: {
    name: 'shown board',
    text: 'SELECT shown_version AS version, coalesce(shown, live) AS rows, changed_at AS "changedAt" FROM boards WHERE contest_id = $1',
  },
};

/** One row, whatever was submitted. Undefined where the contest is gone. */
export async function findBoard(connection: Connection, contestId: string, view: BoardView): Promise<StoredBoard | undefined> {
  const [row] = await connection.query<Omit<StoredBoard, 'rows'> & { readonly rows: string }>(READ[view], [contestId]);
  return row && { ...row, rows: JSON.parse(row.rows) as readonly BoardRow[] };
}
