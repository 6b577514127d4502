import type { PackageRunLimits } from '../metadata/metadata.js';
import { matchesGlob } from './glob.js';
import type { ExampleSubmission, Expectation } from './submission.js';

/** CPU seconds of one test, or undefined where it was not run. */
interface TimedTest {
  readonly name: string;
  readonly seconds: number;
}

export interface TimedSubmission {
  readonly submission: ExampleSubmission;
  readonly tests: readonly TimedTest[];
}

export interface TimeLimitProposal {
  /** Slowest of those that must not be too slow. */
  readonly slowestAccepted: { readonly path: string; readonly test: string; readonly seconds: number } | undefined;
  /** Fastest of those that must be too slow. */
  readonly fastestTooSlow: { readonly path: string; readonly test: string; readonly seconds: number } | undefined;
  /** Seconds; undefined where no multiple of the resolution lies between the two. */
  readonly limit: number | undefined;
  /** What speaks against the limit that the package names. */
  readonly problems: readonly string[];
}

/** The time limit that the example submissions ask for, with the package's safety margins. */
export function proposeTimeLimit(timed: readonly TimedSubmission[], limits: PackageRunLimits): TimeLimitProposal {
  const slowestAccepted = last(timed.flatMap((one) => bounds(one, isLower)));
  const fastestTooSlow = last(
    timed.flatMap((one) => bounds(one, isUpper)).map((bound) => ({ ...bound, seconds: -bound.seconds })),
  );
  const tooSlow = fastestTooSlow === undefined ? undefined : { ...fastestTooSlow, seconds: -fastestTooSlow.seconds };
  const lowest = (slowestAccepted?.seconds ?? 0) * limits.acToTimeLimit;
  const highest = tooSlow === undefined ? Number.POSITIVE_INFINITY : tooSlow.seconds / limits.timeLimitToTle;
  const multiple = Math.max(1, Math.ceil(lowest / limits.timeResolution - 1e-9)) * limits.timeResolution;
  return {
    slowestAccepted,
    fastestTooSlow: tooSlow,
    limit: slowestAccepted !== undefined && multiple <= highest ? multiple : undefined,
    problems: limits.time === undefined ? [] : complaints(limits.time, lowest, highest),
  };
}

type Bound = { readonly path: string; readonly test: string; readonly seconds: number };

function last(bounds: readonly Bound[]): Bound | undefined {
  return bounds.reduce<Bound | undefined>(
    (best, one) => (best === undefined || one.seconds > best.seconds ? one : best),
    undefined,
  );
}

/** For each rule that bounds the limit, the slowest test that it is about. */
function bounds({ submission, tests }: TimedSubmission, counts: (expectation: Expectation) => boolean): readonly Bound[] {
  return submission.expectations.filter(counts).flatMap(({ tests: pattern }) => {
    const concerned = tests.filter(({ name }) => pattern === undefined || matchesGlob(pattern, name));
    const slowest = last(concerned.map(({ name, seconds }) => ({ path: submission.path, test: name, seconds })));
    return slowest ?? [];
  });
}

function isLower({ permitted, timeLimit }: Expectation): boolean {
  return timeLimit === 'lower' || (timeLimit === undefined && !permitted.includes('TLE'));
}

function isUpper({ required, timeLimit }: Expectation): boolean {
  return timeLimit === 'upper' || (timeLimit === undefined && required.length === 1 && required[0] === 'TLE');
}

function complaints(limit: number, lowest: number, highest: number): readonly string[] {
  const problems: string[] = [];
  if (limit < lowest)
    problems.push(`the time limit of ${limit} s is short: the slowest accepted solution asks for ${lowest.toFixed(2)} s`);
  if (limit > highest)
    problems.push(`the time limit of ${limit} s is long: to stop the fastest slow solution it may be ${highest.toFixed(2)} s`);
  return problems;
}
