import type { BoardCell, ContestScoring } from './cell.js';
import { compareIcpc, comparePoints, icpcTotal } from './contest.js';
import { formatRational, readRational } from './parse.js';
import { type Rational, sum } from './rational.js';

/** A participant with what he has of each problem, by the problem's id; a problem that was not tried is absent. */
export interface BoardEntry {
  readonly participant: string;
  readonly name: string;
  readonly cells: Readonly<Record<string, BoardCell>>;
}

/** A value for JSON, as the cells are. */
export interface BoardRow extends BoardEntry {
  /** Equals share one: 1, 2, 2, 4. */
  readonly rank: number;
  readonly solved: number;
  /** Minutes. */
  readonly penalty: number;
  /** Whole minutes until the last problem solved. */
  readonly last: number;
  readonly points: string;
  /** Ids of the problems that nobody solved earlier. */
  readonly first: readonly string[];
}

interface Scored {
  readonly entry: BoardEntry;
  readonly total: ReturnType<typeof icpcTotal>;
  readonly points: Rational;
}

/** The whole board, the best first, whatever the order of the entries. Equals stand in the order of their names. */
export function rankBoard(entries: readonly BoardEntry[], scoring: ContestScoring): readonly BoardRow[] {
  const scored = entries.map((entry) => ({ entry, ...totalOf(entry) }));
  const compare = scoring === 'icpc' ? byProblems : byPoints;
  scored.sort((a, b) => compare(a, b) || byName(a.entry, b.entry));
  const firsts = firstSolvers(entries);
  const rows: BoardRow[] = [];
  for (const [index, { entry, total, points }] of scored.entries()) {
    const [before, above] = [scored[index - 1], rows[index - 1]];
    const shares = before !== undefined && above !== undefined && compare(before, { entry, total, points }) === 0;
    const first = Object.keys(entry.cells).filter((problem) => firsts.get(problem)?.has(entry.participant) === true);
    rows.push({ ...entry, rank: shares ? above.rank : index + 1, ...total, points: formatRational(points), first });
  }
  return rows;
}

function totalOf({ cells }: BoardEntry): Omit<Scored, 'entry'> {
  const all = Object.values(cells);
  return { total: icpcTotal(all), points: sum(all.map(({ points }) => readRational(points))) };
}

const byProblems = (a: Scored, b: Scored): number => compareIcpc(a.total, b.total);
const byPoints = (a: Scored, b: Scored): number => comparePoints(a.points, b.points);

function byName(a: BoardEntry, b: BoardEntry): number {
  const [one, other] = a.name === b.name ? [a.participant, b.participant] : [a.name, b.name];
  return one < other ? -1 : 1;
}

/** By problem, who solved it first; nobody yet where something handed in earlier is still to be judged. */
function firstSolvers(entries: readonly BoardEntry[]): ReadonlyMap<string, ReadonlySet<string>> {
  const earliest = new Map<string, { at: number; by: Set<string> }>();
  const waiting = new Map<string, number>();
  for (const { participant, cells } of entries) {
    for (const [problem, { solvedAt, pendingAt }] of Object.entries(cells)) {
      if (pendingAt !== undefined) waiting.set(problem, Math.min(pendingAt, waiting.get(problem) ?? pendingAt));
      if (solvedAt === undefined) continue;
      const known = earliest.get(problem);
      if (known?.at === solvedAt) known.by.add(participant);
      else if (known === undefined || solvedAt < known.at) earliest.set(problem, { at: solvedAt, by: new Set([participant]) });
    }
  }
  const certain = [...earliest].filter(([problem, { at }]) => (waiting.get(problem) ?? at) >= at);
  return new Map(certain.map(([problem, { by }]) => [problem, by]));
}

export interface BoardChange {
  readonly participant: string;
  readonly name: string;
  /** Absent where the participant stands on one of the two boards alone. */
  readonly before?: BoardRow;
  readonly after?: BoardRow;
}

/** Whose rank or score is another on the second board, in the order of that one. */
export function compareBoards(before: readonly BoardRow[], after: readonly BoardRow[]): readonly BoardChange[] {
  const old = new Map(before.map((row) => [row.participant, row]));
  const kept = new Set(after.map(({ participant }) => participant));
  const changed = after.filter((row) => !isSame(old.get(row.participant), row));
  return [
    ...changed.map((row) => {
      const was = old.get(row.participant);
      return { participant: row.participant, name: row.name, ...(was && { before: was }), after: row };
    }),
    ...before
      .filter(({ participant }) => !kept.has(participant))
      .map((row) => ({ participant: row.participant, name: row.name, before: row })),
  ];
}

function isSame(a: BoardRow | undefined, b: BoardRow): boolean {
  return a !== undefined && a.rank === b.rank && a.solved === b.solved && a.penalty === b.penalty && a.points === b.points;
}
