import type { Verdict } from '../verdict/verdicts.js';
import type { GroupScore } from './group.js';
import { compareRationals, greatest, type Rational, sum, ZERO } from './rational.js';

/** One submission of a team to one problem; `at` is microseconds since the contest began. */
export interface ContestAttempt {
  readonly at: number;
  /** Absent while it is judged, or withheld by a freeze. */
  readonly verdict?: Verdict;
}

export interface IcpcScore {
  readonly solved: boolean;
  /** Rejected attempts before the first that was accepted, or all of them. Compile errors and our own faults are none. */
  readonly rejected: number;
  /** Attempts of which nothing is known. */
  readonly pending: number;
  /** Minutes; 0 unless solved. */
  readonly penalty: number;
  /** Whole minutes from the beginning to the accepted attempt; 0 unless solved, and where time does not count. */
  readonly minute: number;
  /** Of the accepted attempt. */
  readonly solvedAt?: number;
}

export interface IcpcRules {
  /** Added for each rejected attempt before the accepted one. */
  readonly penaltyMinutes: number;
  /** Whether the minutes until the accepted attempt count: not on a board for practice, where everybody begins when he likes. */
  readonly timed: boolean;
}

const USUAL: IcpcRules = { penaltyMinutes: 20, timed: true };
const MINUTE = 60_000_000;
const NOT_CHARGED: ReadonlySet<Verdict> = new Set<Verdict>(['CE', 'IE']);

/**
 * Attempts in any order; what comes after the first accepted one counts for nothing, nor does what came in the same microsecond:
 * the order in which they are given must decide nothing.
 */
export function icpcScore(attempts: readonly ContestAttempt[], { penaltyMinutes, timed }: IcpcRules = USUAL): IcpcScore {
  const accepted = attempts.filter(({ verdict }) => verdict === 'AC').map(({ at }) => at);
  const solvedAt = accepted.length === 0 ? undefined : accepted.reduce((one, other) => Math.min(one, other));
  const before = solvedAt === undefined ? attempts : attempts.filter(({ at }) => at < solvedAt);
  const rejected = before.filter(({ verdict }) => verdict !== undefined && !NOT_CHARGED.has(verdict)).length;
  const pending = before.filter(({ verdict }) => verdict === undefined).length;
  return icpcScoreOf({ rejected, pending, ...(solvedAt !== undefined && { solvedAt }) }, { penaltyMinutes, timed });
}

/** The same of counts of the attempts before the accepted one. */
export function icpcScoreOf(
  { solvedAt, rejected, pending }: Pick<IcpcScore, 'solvedAt' | 'rejected' | 'pending'>,
  { penaltyMinutes, timed }: IcpcRules,
): IcpcScore {
  if (solvedAt === undefined) return { solved: false, rejected, pending, penalty: 0, minute: 0 };
  const minute = timed ? Math.floor(solvedAt / MINUTE) : 0;
  return { solved: true, rejected, pending, penalty: minute + penaltyMinutes * rejected, minute, solvedAt };
}

export interface IcpcTotal {
  readonly solved: number;
  readonly penalty: number;
  /** Minutes of the last problem solved: what decides between equals. */
  readonly last: number;
}

export function icpcTotal(problems: readonly Pick<IcpcScore, 'solved' | 'penalty' | 'minute'>[]): IcpcTotal {
  const solved = problems.filter((problem) => problem.solved);
  return {
    solved: solved.length,
    penalty: solved.reduce((total, { penalty }) => total + penalty, 0),
    last: solved.reduce((latest, { minute }) => Math.max(latest, minute), 0),
  };
}

/** The better first; 0 where they share a rank. */
export function compareIcpc(a: IcpcTotal, b: IcpcTotal): number {
  return b.solved - a.solved || a.penalty - b.penalty || a.last - b.last;
}

export interface SubtaskPoints {
  readonly name: string;
  readonly points: Rational;
}

export interface PointsOfSubmission {
  readonly points: Rational;
  /** Empty where the problem has none. */
  readonly subtasks: readonly SubtaskPoints[];
}

export function pointsOf(root: GroupScore): PointsOfSubmission {
  return { points: root.points, subtasks: subtasksOf(root) };
}

/** A subtask within a subtask is part of the outer one. */
function subtasksOf(group: GroupScore): readonly SubtaskPoints[] {
  return group.subtask ? [{ name: group.name, points: group.points }] : group.groups.flatMap(subtasksOf);
}

/**
 * What a person has of a problem by the rules of the IOI since 2010: of each subtask the best that any submission earned, then
 * the sum; the best submission where there are no subtasks.
 */
export function bestPerSubtask(submissions: readonly PointsOfSubmission[]): PointsOfSubmission {
  const best = new Map<string, Rational>();
  for (const { name, points } of submissions.flatMap(({ subtasks }) => subtasks))
    best.set(name, greatest(best.get(name) ?? ZERO, points));
  const subtasks = [...best].map(([name, points]) => ({ name, points }));
  const whole = submissions.map(({ points }) => points).reduce(greatest, ZERO);
  return { points: subtasks.length === 0 ? whole : sum(subtasks.map(({ points }) => points)), subtasks };
}

/** The better first. */
export const comparePoints = (a: Rational, b: Rational): number => compareRationals(b, a);
