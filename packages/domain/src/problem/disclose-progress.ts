import type { Rational } from '../scoring/rational.js';
import type { Verdict } from '../verdict/verdicts.js';
import { disclosePoints } from './disclose-points.js';
import type { DisclosedTest } from './disclosed.js';
import type { Audience, DisclosurePolicy } from './disclosure.js';
import { sightOf } from './sight.js';
import type { MaximumPoints, TestVisibility } from './tests.js';

/** That a test has ended, told while others run. It carries no bytes of anybody's. */
export interface TestProgress {
  readonly name: string;
  /** From 1, in the order of judging. */
  readonly number: number;
  readonly visibility: TestVisibility;
  readonly verdict: Verdict;
  readonly points: Rational;
  readonly maximum: MaximumPoints;
  /** Microseconds and bytes, as in a report. */
  readonly time: number;
  readonly wallTime: number;
  readonly memory: number;
  readonly runs: number;
}

/** What of it the audience may read, by the same flags as the report; undefined where even that it ended is not theirs. */
export function discloseProgress(
  progress: TestProgress,
  audience: Audience,
  policy: DisclosurePolicy,
  isScored: boolean,
): DisclosedTest | undefined {
  const sight = sightOf(audience, progress.visibility, policy);
  if (!sight.test) return undefined;
  const { number, visibility, verdict, name, time, wallTime, memory, runs, points, maximum } = progress;
  return {
    number,
    visibility,
    verdict,
    ...(sight.name ? { name } : {}),
    ...(sight.time ? { time, wallTime, runs } : {}),
    ...(sight.memory ? { memory } : {}),
    ...(isScored && sight.testPoints ? { points: disclosePoints(points, maximum) } : {}),
  };
}
