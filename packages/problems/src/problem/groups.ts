import { type MaximumPoints, ONE, type TestCase, type TestGroup } from '@cupel/domain';
import type { GroupScoring, PackageGroup } from '../data/case.js';
import type { PackageData } from '../data/read.js';
import type { Metadata } from '../metadata/metadata.js';
import type { GroupContext, GroupOptions } from './context.js';
import { bestOf, legacyPoints, modernPoints, PASS_FAIL } from './points.js';
import { testCasesOf } from './test-cases.js';

/** The tests of a package as the judge takes them. */
export function rootGroup(data: PackageData, options: GroupOptions): TestGroup {
  const { metadata } = options;
  const context = { ...options, tests: new Map(data.tests.map((test) => [test.name, test])) };
  const groups = data.groups.map((group) => groupOf(group, context, data.root));
  const counted = groups.filter(({ counts }) => counts);
  const single = counted.length === 1 ? counted[0] : undefined;
  return {
    name: '',
    tests: [],
    groups,
    aggregation: metadata.scoring ? 'sum' : 'pass_fail',
    points: rootPoints(data.root, metadata, single?.points),
    requires: [],
    counts: true,
    stopAtFirstFailure: metadata.format === 'legacy' && data.root.onReject === 'break',
    subtask: false,
    ...acceptanceOf(data.root),
  };
}

function rootPoints(root: GroupScoring, { scoring }: Metadata, single: MaximumPoints | undefined): MaximumPoints {
  if (!scoring) return ONE;
  return root.graderArgs === undefined ? (single ?? 'unbounded') : bestOf(root);
}

function groupOf(group: PackageGroup, context: GroupContext, root: GroupScoring): TestGroup {
  const { metadata } = context;
  const { scoring } = group;
  const isSample = group.name === 'sample' || group.name.startsWith('sample/');
  const groups = group.groups.map((one) => groupOf(one, context, root));
  const { aggregation, points, each } = !metadata.scoring
    ? PASS_FAIL
    : metadata.format === 'legacy'
      ? legacyPoints(group, groups, context)
      : modernPoints(group, context);
  return {
    name: group.name,
    tests: testCasesOf({ group, points: each, isSample, ...checkerPoints(group, isSample, context) }, context),
    groups,
    aggregation,
    points,
    requires: scoring.requirePass,
    // Samples count in legacy packages unless the root says otherwise.
    counts: group.name !== 'sample' || (metadata.format === 'legacy' && metadata.scoring && !root.ignoreSample),
    stopAtFirstFailure: metadata.format === 'legacy' && scoring.onReject === 'break',
    subtask: metadata.scoring && /^secret\/[^/]+$/.test(group.name),
    // Samples that are left out of the points are left out of the verdict, too.
    ...(isSample && root.ignoreSample ? { accepts: 'always' } : acceptanceOf(scoring)),
  };
}

/** Where the format lets an output validator give points, and where it calls that a mistake. */
function checkerPoints(
  { scoring }: PackageGroup,
  isSample: boolean,
  { metadata, ownPoints }: GroupContext,
): Pick<TestCase, 'checkerPoints'> {
  if (!metadata.scoring) return { checkerPoints: 'none' };
  if (metadata.format === 'legacy') return ownPoints ? {} : { checkerPoints: 'none' };
  if (isSample) return { checkerPoints: 'ignored' };
  return { checkerPoints: scoring.aggregation === 'pass-fail' ? 'none' : 'if_accepted' };
}

/** What the graders of legacy packages bear. */
function acceptanceOf({ verdictMode, acceptIfAny, graderArgs }: GroupScoring): Pick<TestGroup, 'accepts' | 'graderArgs'> {
  if (graderArgs !== undefined) return { graderArgs };
  if (verdictMode === 'always_accept') return { accepts: 'always' };
  return acceptIfAny ? { accepts: 'any' } : {};
}
