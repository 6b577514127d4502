import {
  type Aggregation,
  compareRationals,
  formatRational,
  type MaximumPoints,
  ONE,
  parseRational,
  type Rational,
  rational,
  type TestCase,
  type TestGroup,
  ZERO,
} from '@cupel/domain';
import type { GroupScoring, PackageGroup, PackageTest } from '../data/case.js';
import type { PackageData } from '../data/read.js';
import type { Issues } from '../issues.js';
import type { Metadata } from '../metadata/metadata.js';

interface Context {
  readonly metadata: Metadata;
  readonly tests: ReadonlyMap<string, PackageTest>;
  readonly issues: Issues;
  /** Whether the output validator may give points of its own. */
  readonly ownPoints: boolean;
}

interface Points {
  readonly aggregation: Aggregation;
  readonly points: MaximumPoints;
  readonly each: MaximumPoints;
}

/** The tests of a package as the judge takes them. */
export function rootGroup(data: PackageData, metadata: Metadata, ownPoints: boolean, issues: Issues): TestGroup {
  const tests = new Map(data.tests.map((test) => [test.name, test]));
  const context = { metadata, tests, issues, ownPoints };
  const groups = data.groups.map((group) => groupOf(group, context, data.root));
  const counted = groups.filter(({ counts }) => counts);
  const single = counted.length === 1 ? counted[0] : undefined;
  return {
    name: '',
    tests: [],
    groups,
    aggregation: metadata.scoring ? 'sum' : 'pass_fail',
    points: !metadata.scoring ? ONE : (single?.points ?? 'unbounded'),
    requires: [],
    counts: true,
    stopAtFirstFailure: metadata.format === 'legacy' && data.root.onReject === 'break',
    subtask: false,
  };
}

function groupOf(group: PackageGroup, context: Context, root: GroupScoring): TestGroup {
  const { metadata } = context;
  const { scoring } = group;
  const isSample = group.name === 'sample' || group.name.startsWith('sample/');
  const groups = group.groups.map((one) => groupOf(one, context, root));
  const { aggregation, points, each } = !metadata.scoring
    ? PASS_FAIL
    : metadata.format === 'legacy'
      ? legacyPoints(group, groups, context)
      : modernPoints(group);
  return {
    name: group.name,
    tests: group.tests.flatMap((name) => {
      const test = context.tests.get(name);
      return test === undefined ? [] : [testCase(test, each, isSample)];
    }),
    groups,
    aggregation,
    points,
    requires: scoring.requirePass,
    // Samples count in legacy packages unless the root says otherwise.
    counts: group.name !== 'sample' || (metadata.format === 'legacy' && metadata.scoring && !root.ignoreSample),
    stopAtFirstFailure: metadata.format === 'legacy' && scoring.onReject === 'break',
    subtask: metadata.scoring && /^secret\/[^/]+$/.test(group.name),
  };
}

function testCase(test: PackageTest, points: MaximumPoints, isSample: boolean): TestCase {
  return {
    name: test.name,
    input: test.input,
    answer: test.answer,
    args: test.args,
    files: test.files,
    checkerArgs: test.outputValidatorArgs,
    points,
    visibility: isSample || test.fullFeedback ? 'sample' : 'hidden',
    ...(test.description === undefined ? {} : { description: test.description }),
    ...(test.hint === undefined ? {} : { hint: test.hint }),
  };
}

const PASS_FAIL: Points = { aggregation: 'pass_fail', points: ONE, each: ZERO };

const exact = (text: string | undefined): Rational => parseRational(text ?? '0') ?? ZERO;

/** Scoring since 2025-09: each group has a highest score, and its tests share it. */
function modernPoints({ name, tests, groups, scoring }: PackageGroup): Points {
  if (name === 'sample') return { aggregation: 'pass_fail', points: ZERO, each: ZERO };
  const aggregation: Aggregation = scoring.aggregation === 'pass-fail' ? 'pass_fail' : scoring.aggregation;
  if (scoring.maxScore === 'unbounded' || scoring.maxScore === undefined)
    return { aggregation, points: 'unbounded', each: 'unbounded' };
  const points = exact(scoring.maxScore);
  if (aggregation === 'pass_fail' || groups.length > 0 || tests.length === 0) return { aggregation, points, each: ZERO };
  const each = aggregation === 'sum' ? rational(points.numerator, points.denominator * BigInt(tests.length)) : points;
  return { aggregation, points, each };
}

/**
 * Scoring in legacy packages. A group whose verdict is that of its worst test has no points unless all is accepted; one
 * that is always accepted, or if anything in it is, has what its tests give.
 */
function legacyPoints(group: PackageGroup, below: readonly TestGroup[], { issues, ownPoints }: Context): Points {
  const { scoring, tests, name } = group;
  if (scoring.customGrader)
    issues.error(`data/${name}`, 'has a grader of its own; Cupel adds up by sum, min, max, avg and pass-fail');
  if (exact(scoring.rejectScore).numerator !== 0n)
    issues.error(`data/${name}`, 'gives points for rejected tests (reject_score); Cupel gives none');
  const accepted = exact(scoring.acceptScore);
  const each: MaximumPoints = ownPoints ? 'unbounded' : accepted;
  const wanted = scoring.aggregation === 'pass-fail' ? 'pass_fail' : scoring.aggregation;
  const points = total(wanted, [...tests.map(() => each), ...below.filter(({ counts }) => counts).map((one) => one.points)]);
  checkRange(name, scoring, points, issues);
  const lenient = scoring.verdictMode === 'always_accept' || scoring.acceptIfAny || ownPoints;
  if (lenient || points === 'unbounded') return { aggregation: wanted, points, each };
  return { aggregation: 'pass_fail', points, each: ZERO };
}

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
