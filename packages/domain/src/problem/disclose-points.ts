import { formatRational, roundedRational } from '../scoring/parse.js';
import type { Rational } from '../scoring/rational.js';
import type { DisclosedPoints } from './disclosed.js';
import type { MaximumPoints } from './tests.js';

/** Points as answers tell them: rounded for people, exact for whoever reckons on. */
export function disclosePoints(points: Rational, maximum: MaximumPoints): DisclosedPoints {
  return {
    earned: roundedRational(points),
    exact: formatRational(points),
    ...(maximum === 'unbounded' ? {} : { maximum: roundedRational(maximum) }),
  };
}
