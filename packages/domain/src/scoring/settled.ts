import type { ExecutionMode } from '../problem/problem.js';
import { groupsOf, type TestGroup, testsOf } from '../problem/tests.js';
import type { TestScores } from './group.js';
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
  if (group.stopAtFirstFailure && hasFailure(group, scores)) return true;
  if (group.requires.some((name) => hasFailure(find(root, name), scores))) return true;
  if (group.aggregation === 'pass_fail') return group.points !== 'unbounded' && hasFailure(group, scores);
  return group.aggregation === 'min' && group.tests.some(({ name }) => earnedNothing(name, scores));
}

function hasFailure(group: TestGroup | undefined, scores: TestScores): boolean {
  return group !== undefined && testsOf(group).some(({ name }) => (scores.get(name)?.verdict ?? 'AC') !== 'AC');
}

function earnedNothing(name: string, scores: TestScores): boolean {
  const score = scores.get(name);
  return score !== undefined && score.verdict !== 'AC' && isZero(score.points);
}

const find = (root: TestGroup, name: string): TestGroup | undefined => groupsOf(root).find((group) => group.name === name);
