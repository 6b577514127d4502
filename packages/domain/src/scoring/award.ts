import type { MaximumPoints } from '../problem/tests.js';
import { formatRational, parseRational } from './parse.js';
import { compareRationals, multiply, ONE, type Rational } from './rational.js';

/** What the number that a checker gives means: points themselves, or a share of the test's maximum from 0 to 1. */
export type AwardUnit = 'points' | 'share';

export type Award = { readonly ok: true; readonly points: Rational } | { readonly ok: false; readonly problem: string };

/**
 * The points that a checker gives for one test. What is no plain number, is below 0 or above the maximum is refused, with the
 * problem in words that follow the name of the score ("is NaN…"): it is the setter's to mend and never brought into range.
 */
export function readAward(text: string, unit: AwardUnit, maximum: MaximumPoints): Award {
  const value = parseRational(text.trim());
  if (value === undefined) return refused(`is "${text.trim().slice(0, 40)}", which is no finite decimal number`);
  if (value.numerator < 0n) return refused(`is ${formatRational(value)}, but points are never below 0`);
  if (unit === 'points') return bounded(value, maximum);
  if (compareRationals(value, ONE) > 0) return refused(`is ${formatRational(value)}, but a share is 1 at most`);
  if (maximum === 'unbounded') return refused('is a share, but the test has no maximum of which it could be one');
  return { ok: true, points: multiply(value, maximum) };
}

function bounded(points: Rational, maximum: MaximumPoints): Award {
  if (maximum === 'unbounded' || compareRationals(points, maximum) <= 0) return { ok: true, points };
  return refused(`is ${formatRational(points)}, but the test's maximum is ${formatRational(maximum)}`);
}

const refused = (problem: string): Award => ({ ok: false, problem });
