import { createHash } from 'node:crypto';
import { type BoardCell, type BoardRow, readRational, roundedRational } from '@cupel/domain';
import { type BoardView, boardVersion, type Contest, findBoard, type StoredBoard } from '@cupel/store';
import { problemsFor } from '../../platform/contests/access.js';
import type { Services } from '../../platform/services.js';
import type { BoardAnswer, BoardRowAnswer } from './schema.js';

/** A board as it goes out, made once for all who ask for it. */
export interface WrittenBoard {
  /** Another whenever anything of the board is another. */
  readonly etag: string;
  readonly head: Omit<BoardAnswer, 'rows'>;
  /** Each row in JSON by its participant, in the order of the board. */
  readonly rows: ReadonlyMap<string, string>;
  readonly text: string;
}

const MOST = 100;
/** By contest and view. */
const written = new Map<string, WrittenBoard>();

/** What it costs is a look at the version, and where that has moved one row of the database, whatever was submitted. */
export async function boardOf({ database }: Services, contest: Contest, view: BoardView): Promise<WrittenBoard> {
  const key = `${contest.id} ${view}`;
  const known = written.get(key);
  const etag = etagOf(contest, view, await boardVersion(database, contest.id, view));
  if (known?.etag === etag) return known;
  const stored = await findBoard(database, contest.id, view);
  const board = write(contest, view, stored ?? { version: 0, rows: [], changedAt: contest.createdAt });
  written.delete(key);
  written.set(key, board);
  const [oldest] = written.keys();
  if (written.size > MOST && oldest !== undefined) written.delete(oldest);
  return board;
}

function write(contest: Contest, view: BoardView, { version, rows, changedAt }: StoredBoard): WrittenBoard {
  const labels = new Map(problemsFor(contest, view).map(({ problemId, label }) => [problemId, label]));
  const { id, slug, title, scoring, phase } = contest;
  const head = {
    contest: { id, slug, title },
    ...{ scoring, phase, view, version },
    frozen: contest.frozen && view === 'shown',
    freezes_at: contest.freezesAt?.toISOString() ?? null,
    starts_at: contest.startsAt?.toISOString() ?? null,
    ends_at: contest.endsAt?.toISOString() ?? null,
    changed_at: changedAt.toISOString(),
    problems: problemsOf(contest, view, rows),
  };
  const texts = new Map(rows.map((row) => [row.participant, JSON.stringify(rowOf(row, labels))]));
  const text = `${JSON.stringify(head).slice(0, -1)},"rows":[${[...texts.values()].join(',')}]}`;
  return { etag: etagOf(contest, view, version), head, rows: texts, text };
}

function problemsOf(contest: Contest, view: BoardView, rows: readonly BoardRow[]): BoardAnswer['problems'] {
  return problemsFor(contest, view).map(({ problemId, label, slug, title, points }) => {
    const cells = rows.flatMap(({ cells: all }) => all[problemId] ?? []);
    return { label, slug, title, points, solved: cells.filter(({ solved }) => solved).length, tried: cells.length };
  });
}

function rowOf(
  { rank, participant, name, solved, penalty, points, cells, first }: BoardRow,
  labels: ReadonlyMap<string, string>,
) {
  const problems = Object.entries(cells).flatMap(([id, cell]) => {
    const label = labels.get(id);
    return label === undefined ? [] : [[label, cellOf(cell, first.includes(id))] as const];
  });
  const row: BoardRowAnswer = {
    ...{ rank, participant, name, solved, penalty },
    ...{ points: roundedRational(readRational(points)), points_exact: points },
    problems: Object.fromEntries(problems.sort(([one], [other]) => (one < other ? -1 : 1))),
  };
  return row;
}

function cellOf({ solved, rejected, pending, penalty, minute, points, subtasks }: BoardCell, first: boolean) {
  return {
    ...{ solved, rejected, pending, penalty, first },
    minute: solved ? minute : null,
    points: roundedRational(readRational(points)),
    points_exact: points,
    subtasks: [...subtasks],
  };
}

/** Of the version, and of what else stands in the head: the phase moves by the clock alone. */
function etagOf(contest: Contest, view: BoardView, version: number): string {
  const { title, slug, scoring, phase, frozen, freezesAt, startsAt, endsAt } = contest;
  const problems = problemsFor(contest, view);
  const head = JSON.stringify([title, slug, scoring, phase, frozen, problems, freezesAt, startsAt, endsAt]);
  return `"${view}-${version}-${createHash('sha256').update(head).digest('hex').slice(0, 12)}"`;
}
