import type { MaximumPoints } from '../problem/tests.js';
import type { Verdict } from '../verdict/verdicts.js';
import { bestPerSubtask, icpcScore, icpcScoreOf, type PointsOfSubmission } from './contest.js';
import { formatRational, readRational } from './parse.js';
import { divide, isZero, multiply, type Rational, ZERO } from './rational.js';

/** `icpc`: problems solved, then penalty minutes; `ioi`: points, of each subtask the best. */
export const CONTEST_SCORINGS = ['icpc', 'ioi'] as const;
export type ContestScoring = (typeof CONTEST_SCORINGS)[number];

export interface BoardRules {
  readonly scoring: ContestScoring;
  readonly penaltyMinutes: number;
  /** False where everybody begins when he likes: then only attempts cost. */
  readonly timed: boolean;
  /** Microseconds since the contest began; what was handed in from then on shows as pending. */
  readonly freezeAt?: number;
}

/** One submission to one problem; `at` is microseconds since the contest began. */
export interface BoardAttempt {
  readonly at: number;
  /** Absent while nothing is known of it. */
  readonly outcome?: { readonly verdict: Verdict; readonly points: PointsOfSubmission };
}

/** What one participant has of one problem. A value for JSON: points are text as `formatRational` writes it. */
export interface BoardCell {
  readonly solved: boolean;
  /** Attempts that count for nothing better: by the ICPC's rules those before the accepted one. */
  readonly rejected: number;
  /** Attempts of which nothing is known, or may be told. */
  readonly pending: number;
  /** Minutes; 0 unless solved. */
  readonly penalty: number;
  readonly minute: number;
  /** By the ICPC's rules none, and no subtasks. */
  readonly points: string;
  readonly subtasks: readonly { readonly name: string; readonly points: string }[];
  /** Microseconds, of the first accepted attempt. */
  readonly solvedAt?: number;
  /** Microseconds, of the first pending attempt, where it came before that: it may yet turn out to have been the first accepted one. */
  readonly pendingAt?: number;
}

/** What a cell knows of its attempts but their points: counts that a database can make without handing out each attempt. */
export interface BoardTally {
  /** Microseconds, of the first accepted attempt. */
  readonly solvedAt?: number;
  /** Rejected attempts before that one, or all; compile errors and our own faults are none. */
  readonly rejected: number;
  /** Attempts before that one, or all, of which nothing is known; and when the first of them came. */
  readonly pending: number;
  readonly pendingAt?: number;
  /** Of all attempts, whenever they came, those that were judged and not accepted; and those of which nothing is known. */
  readonly tries: number;
  readonly waiting: number;
}

/**
 * The cell out of all attempts, in whatever order they are given: nothing is added up from one judging to the next, so a result
 * that comes late, twice, or is replaced when it is judged again leaves no trace of how it came.
 */
export function cellOf(attempts: readonly BoardAttempt[], rules: BoardRules): BoardCell {
  const known = attempts.map((attempt) => withheld(attempt, rules.freezeAt));
  return cellOfTally(tallyOf(known), pointsOfAttempts(known), rules);
}

/** The same of counts; `best` is looked at by the rules of the IOI alone. */
export function cellOfTally(tally: BoardTally, best: PointsOfSubmission, rules: Omit<BoardRules, 'freezeAt'>): BoardCell {
  const { solved, rejected, pending, penalty, minute, solvedAt } = icpcScoreOf(tally, rules);
  const isIcpc = rules.scoring === 'icpc';
  return {
    solved,
    ...(isIcpc ? { rejected, pending } : { rejected: tally.tries, pending: tally.waiting }),
    penalty,
    minute,
    points: formatRational(isIcpc ? ZERO : best.points),
    subtasks: (isIcpc ? [] : best.subtasks)
      .map(({ name, points }) => ({ name, points: formatRational(points) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    ...(solvedAt !== undefined && { solvedAt }),
    ...(tally.pendingAt !== undefined && { pendingAt: tally.pendingAt }),
  };
}

/** The best of what is known of the attempts. */
export function pointsOfAttempts(attempts: readonly BoardAttempt[]): PointsOfSubmission {
  return bestPerSubtask(attempts.flatMap(({ outcome }) => (outcome === undefined ? [] : [outcome.points])));
}

function tallyOf(attempts: readonly BoardAttempt[]): BoardTally {
  const { solvedAt, rejected, pending } = icpcScore(
    attempts.map(({ at, outcome }) => ({ at, ...(outcome && { verdict: outcome.verdict }) })),
  );
  const waiting = attempts.filter(({ outcome }) => outcome === undefined).map(({ at }) => at);
  const earlier = waiting.filter((at) => solvedAt === undefined || at < solvedAt);
  return {
    ...{ rejected, pending, tries: tries(attempts), waiting: waiting.length },
    ...(solvedAt !== undefined && { solvedAt }),
    ...(earlier.length > 0 && { pendingAt: earlier.reduce((one, other) => Math.min(one, other)) }),
  };
}

/** Of a cell that was made by the rules of the IOI, to be compared with what came since. */
export function pointsOfCell({ points, subtasks }: BoardCell): PointsOfSubmission {
  return {
    points: readRational(points),
    subtasks: subtasks.map(({ name, points: part }) => ({ name, points: readRational(part) })),
  };
}

/** What nobody may be told by the rules of a freeze is not known. */
export function withheld(attempt: BoardAttempt, freezeAt: number | undefined): BoardAttempt {
  return freezeAt !== undefined && attempt.at >= freezeAt ? { at: attempt.at } : attempt;
}

const tries = (attempts: readonly BoardAttempt[]): number =>
  attempts.filter(({ outcome }) => outcome !== undefined && outcome.verdict !== 'AC' && outcome.verdict !== 'IE').length;

/**
 * Points as a contest counts them: `worth` of them for the problem's maximum, each subtask in proportion. A problem without a
 * maximum, or with one of 0, counts as it is.
 */
export function scalePoints(points: PointsOfSubmission, maximum: MaximumPoints, worth: Rational | undefined): PointsOfSubmission {
  if (worth === undefined || maximum === 'unbounded' || isZero(maximum)) return points;
  const factor = divide(worth, maximum);
  return {
    points: multiply(points.points, factor),
    subtasks: points.subtasks.map(({ name, points: part }) => ({ name, points: multiply(part, factor) })),
  };
}
