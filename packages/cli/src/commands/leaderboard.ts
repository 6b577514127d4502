import { printable } from '@cupel/domain';
import { contestsOf, type Leaderboard } from '@cupel/sdk';
import { asking, print, type ServiceOptions } from '../client.js';
import { type Paint, paintFor } from '../paint.js';
import { type Cell, table } from '../table.js';

export interface LeaderboardOptions extends ServiceOptions {
  readonly live?: boolean;
}

/** `cupel leaderboard CONTEST`: the board, or with --live the board whenever it changes, until it is interrupted. */
export async function leaderboardCommand(contest: string, options: LeaderboardOptions): Promise<void> {
  const paint = paintFor(process.stdout);
  if (options.live !== true) {
    const board = await asking(options, (client) => contestsOf(client).leaderboard(contest));
    return print(options.json, board, boardText(board, paint));
  }
  await asking(options, async (client) => {
    for await (const board of contestsOf(client).follow(contest)) {
      if (options.json) process.stdout.write(`${JSON.stringify(board)}\n`);
      // Home, then clear what was there: a terminal that scrolls is no board.
      else process.stdout.write(`${process.stdout.isTTY ? '\u001b[H\u001b[2J' : '\n'}${boardText(board, paint)}\n`);
    }
  });
}

type Row = Leaderboard['rows'][number];
type BoardCell = Row['problems'][string];

export function boardText(board: Leaderboard, paint: Paint): string {
  const { contest, scoring, problems, rows } = board;
  const icpc = scoring === 'icpc';
  const timed = board.starts_at !== null;
  const totals = icpc
    ? [
        { title: 'solved', right: true },
        { title: 'penalty', right: true },
      ]
    : [{ title: 'points', right: true }];
  const columns = [{ title: '#', right: true }, { title: 'name' }, ...totals, ...problems.map(({ label }) => ({ title: label }))];
  const lines = rows.map((row) => [
    String(row.rank),
    printable(row.name),
    ...(icpc ? [String(row.solved), String(row.penalty)] : [points(row.points)]),
    ...problems.map(({ label }) => cellText(row.problems[label], icpc, timed, paint)),
  ]);
  const head = `${paint('bold', printable(contest.title))}  ${paint('dim', stateOf(board))}`;
  const body = rows.length === 0 ? 'Nobody takes part yet.' : table(columns, lines, (text) => paint('dim', text));
  return `${head}\n\n${body}`;
}

function stateOf({ phase, frozen, freezes_at, starts_at, ends_at, view }: Leaderboard): string {
  const time = (iso: string | null) => (iso === null ? '' : new Date(iso).toISOString().slice(0, 16).replace('T', ' '));
  const when = {
    before: `begins ${time(starts_at)} UTC`,
    running: `until ${time(ends_at)} UTC`,
    over: `ended ${time(ends_at)} UTC`,
  };
  const state = starts_at === null ? 'course' : when[phase];
  return [
    state,
    ...(frozen ? [`frozen since ${time(freezes_at)} UTC`] : []),
    ...(view === 'live' ? ['as the jury sees it'] : []),
  ].join(', ');
}

/** The shape says what the colour says: ✓ solved (★ first), ✗ tried, ? pending. */
function cellText(cell: BoardCell | undefined, icpc: boolean, timed: boolean, paint: Paint): string | Cell {
  if (cell === undefined) return { text: '·', paint: (text) => paint('dim', text) };
  const open = cell.pending > 0 ? ` ?${cell.pending}` : '';
  if (!icpc)
    return { text: `${points(cell.points)}${open}`, ...(cell.solved && { paint: (text: string) => paint('green', text) }) };
  const tries = cell.rejected > 0 ? `+${cell.rejected}` : '';
  if (cell.solved) {
    const minute = timed && cell.minute !== null ? ` ${cell.minute}` : '';
    return { text: `${cell.first ? '★' : '✓'}${tries}${minute}`, paint: (text) => paint('green', text) };
  }
  if (cell.pending > 0) return { text: `?${cell.pending}${tries}`, paint: (text) => paint('yellow', text) };
  return { text: `✗${cell.rejected > 0 ? cell.rejected : ''}`, paint: (text) => paint('red', text) };
}

const points = (value: number): string => String(Math.round(value * 100) / 100);
