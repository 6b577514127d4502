import { isZero, type MaximumPoints, type TestCase, ZERO } from '@cupel/domain';
import type { PackageGroup, PackageTest } from '../data/case.js';
import { ownComparison } from './checker.js';
import type { GroupContext } from './context.js';
import { exact } from './points.js';

export interface TestPlace extends Pick<TestCase, 'checkerPoints'> {
  readonly group: PackageGroup;
  readonly points: MaximumPoints;
  readonly isSample: boolean;
}

/** The tests that stand directly in a group. */
export function testCasesOf({ group, points, isSample, ...settled }: TestPlace, context: GroupContext): readonly TestCase[] {
  const cases = group.tests.flatMap((name) => {
    const test = context.tests.get(name);
    if (test === undefined) return [];
    return [{ ...testCase(test, points, isSample), ...settled, ...comparisonOf(test, context), ...rejected(group) }];
  });
  return [...staticTest(group, isSample).map((test) => ({ ...test, ...settled })), ...cases];
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

function rejected({ scoring }: PackageGroup): Pick<TestCase, 'rejectPoints'> {
  const points = exact(scoring.rejectScore);
  return isZero(points) ? {} : { rejectPoints: points };
}

function comparisonOf(test: PackageTest, { byFlags, tests, issues }: GroupContext): Pick<TestCase, 'comparison'> {
  const comparison = byFlags ? ownComparison(test, [...tests.values()], issues) : undefined;
  return comparison === undefined ? {} : { comparison };
}

const NOTHING = { kind: 'bytes', bytes: new Uint8Array() } as const;

/** The static validation of a group is a test as any other, and comes first: it costs the least. */
function staticTest({ name, scoring: { staticValidation, aggregation } }: PackageGroup, isSample: boolean): readonly TestCase[] {
  if (staticValidation === undefined) return [];
  const { score, args } = staticValidation;
  return [
    {
      name: `${name}/static_validation`,
      input: NOTHING,
      answer: NOTHING,
      args: [],
      files: [],
      checkerArgs: args,
      points: score === 'pass-fail' || aggregation === 'pass-fail' ? ZERO : exact(score),
      visibility: isSample ? 'sample' : 'hidden',
      static: true,
    },
  ];
}
