import {
  type Aggregation,
  compareRationals,
  formatRational,
  isZero,
  type MaximumPoints,
  ONE,
  parseRational,
  type Rational,
  rational,
  type TestGroup,
  ZERO,
} from '@cupel/domain';
import type { GroupScoring, PackageGroup } from '../data/case.js';
import type { Issues } from '../issues.js';
import type { GroupOptions } from './context.js';

interface Points {
  readonly aggregation: Aggregation;
  readonly points: MaximumPoints;
  readonly each: MaximumPoints;
}

export const PASS_FAIL: Points = { aggregation: 'pass_fail', points: ONE, each: ZERO };

export const exact = (text: string | undefined): Rational => parseRational(text ?? '0') ?? ZERO;

/** Scoring since 2025-09: each group has a highest score, and its tests share it. */
export function modernPoints(
  { name, file, lines, tests, groups, scoring }: PackageGroup,
  { issues, ownPoints }: GroupOptions,
): Points {
  if (name === 'sample') return { aggregation: 'pass_fail', points: ZERO, each: ZERO };
  const aggregation: Aggregation = scoring.aggregation === 'pass-fail' ? 'pass_fail' : scoring.aggregation;
  if (scoring.maxScore === 'unbounded' || scoring.maxScore === undefined) {
    if (!ownPoints && tests.length > 0)
      issues.error(
        file ?? `data/${name}`,
        'has no max_score, and only an output validator of its own could give points then',
        lines?.max_score,
      );
    return { aggregation, points: 'unbounded', each: 'unbounded' };
  }
  const points = exact(scoring.maxScore);
  if (aggregation === 'pass_fail' || groups.length > 0 || tests.length === 0) return { aggregation, points, each: ZERO };
  if (aggregation !== 'sum') return { aggregation, points, each: points };
  const fixed = exact(scoring.staticValidation?.score === 'pass-fail' ? '0' : scoring.staticValidation?.score);
  if (compareRationals(fixed, points) > 0)
    issues.error(
      file ?? `data/${name}`,
      `its static_validation_score is ${formatRational(fixed)}, more than its max_score`,
      lines?.static_validation_score,
    );
  const shared = points.numerator * fixed.denominator - fixed.numerator * points.denominator;
  return { aggregation, points, each: rational(shared, points.denominator * fixed.denominator * BigInt(tests.length)) };
}

/**
 * Scoring in legacy packages. A group whose verdict is that of its worst test has no points unless all is accepted; one
 * that is always accepted, or if anything in it is, or whose rejected tests have points, has what its tests give.
 */
export function legacyPoints(group: PackageGroup, below: readonly TestGroup[], { issues, ownPoints }: GroupOptions): Points {
  const { scoring, tests, name } = group;
  const accepted = exact(scoring.acceptScore);
  const each: MaximumPoints = ownPoints ? 'unbounded' : accepted;
  if (scoring.graderArgs !== undefined) return { aggregation: 'sum', points: bestOf(scoring), each };
  const wanted = scoring.aggregation === 'pass-fail' ? 'pass_fail' : scoring.aggregation;
  const points = total(wanted, [...tests.map(() => each), ...below.filter(({ counts }) => counts).map((one) => one.points)]);
  checkRange(name, scoring, points, issues);
  const partial = ownPoints || !isZero(exact(scoring.rejectScore));
  const lenient = partial || scoring.verdictMode === 'always_accept' || scoring.acceptIfAny;
  if (lenient || points === 'unbounded') return { aggregation: wanted, points, each };
  return { aggregation: 'pass_fail', points, each: ZERO };
}

/** What a grader gives is bounded by the range that the package names. */
export const bestOf = ({ range }: GroupScoring): MaximumPoints => parseRational(range?.[1] ?? '') ?? 'unbounded';

/** The points are what the tests give; a range that says otherwise is a slip in the one or the other. */
function checkRange(name: string, { range }: GroupScoring, points: MaximumPoints, issues: Issues): void {
  const high = range === undefined ? undefined : parseRational(range[1]);
  if (name === 'sample' || high === undefined || points === 'unbounded' || compareRationals(high, points) === 0) return;
  issues.warning(`data/${name}`, `its range ends at ${range?.[1]}, but its tests give ${formatRational(points)} points`);
}

function total(aggregation: Aggregation, all: readonly MaximumPoints[]): MaximumPoints {
  const known = all.filter((one): one is Rational => one !== 'unbounded');
  if (known.length < all.length) return 'unbounded';
  const sum = known.reduce(
    (a, b) => rational(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator),
    ZERO,
  );
  if (aggregation === 'sum' || aggregation === 'pass_fail') return sum;
  if (aggregation === 'avg') return known.length === 0 ? ZERO : rational(sum.numerator, sum.denominator * BigInt(known.length));
  const sorted = [...known].sort((a, b) => Number(a.numerator * b.denominator - b.numerator * a.denominator));
  return (aggregation === 'min' ? sorted[0] : sorted.at(-1)) ?? ZERO;
}
