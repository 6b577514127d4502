import type { ExecutionMode } from '../problem/problem.js';
import { groupsOf, type TestGroup } from '../problem/tests.js';
import { type TestScores, verdictOf } from './group.js';
import type { PlacedTest } from './order.js';
import { isZero } from './rational.js';

/**
 * Whether a test need not be run, because of what is known of those before it. The judge asks before it starts a test and,
 * where tests run at once, again when all have ended: what a report holds does not depend on which ended first.
 */
export function isSettled(mode: ExecutionMode, { path }: PlacedTest, scores: TestScores): boolean {
  const [root] = path;
  if (root === undefined || mode === 'run_all') return false;
  if (mode === 'stop_at_first_failure') return hasFailure(root, scores);
  return path.some((group) => isGroupSettled(group, root, scores));
}

function isGroupSettled(group: TestGroup, root: TestGroup, scores: TestScores): boolean {
  if (group.stopAtFirstFailure && holdsFailure(group, scores)) return true;
  if (group.requires.some((name) => hasFailure(find(root, name), scores))) return true;
  if (group.aggregation === 'pass_fail') return group.points !== 'unbounded' && hasFailure(group, scores);
  // Where a failure costs points, there may be less to be had than nothing.
  if (group.tests.some(({ rejectPoints }) => rejectPoints !== undefined)) return false;
  return group.aggregation === 'min' && group.tests.some(({ name }) => earnedNothing(name, scores));
}

/** Whether the group is lost, whatever else is run. */
function hasFailure(group: TestGroup | undefined, scores: TestScores): boolean {
  // What a grader makes of a failure is known when it has said so.
  if (group === undefined || group.accepts === 'always' || group.graderArgs !== undefined) return false;
  if (group.accepts !== 'any') return holdsFailure(group, scores);
  const verdict = verdictOf(group, scores);
  return verdict !== undefined && verdict !== 'AC' && isRun(group, scores);
}

function holdsFailure(group: TestGroup, scores: TestScores): boolean {
  const failed = group.tests.some(({ name }) => (scores.get(name)?.verdict ?? 'AC') !== 'AC');
  return failed || group.groups.some((inner) => hasFailure(inner, scores));
}

const isRun = (group: TestGroup, scores: TestScores): boolean =>
  group.tests.every(({ name }) => scores.has(name)) && group.groups.every((inner) => isRun(inner, scores));

function earnedNothing(name: string, scores: TestScores): boolean {
  const score = scores.get(name);
  return score !== undefined && score.verdict !== 'AC' && isZero(score.points);
}

const find = (root: TestGroup, name: string): TestGroup | undefined => groupsOf(root).find((group) => group.name === name);
