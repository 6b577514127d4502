import { CupelError } from '../errors/cupel-error.js';
import { suggestion } from '../nearest.js';
import { judgingOrder } from '../scoring/order.js';
import { formatRational } from '../scoring/parse.js';
import { compareRationals, isZero, rational, sum } from '../scoring/rational.js';
import type { Problem } from './problem.js';
import { groupsOf, type MaximumPoints, type TestGroup, testsOf } from './tests.js';

/**
 * Throws `problem_…` for what would make judging go wrong: no tests, names that stand twice, unknown or circular dependencies,
 * points that cannot be or do not add up, passes that nobody asks for. A problem that passes here is judged to its end.
 */
export function checkProblem(problem: Problem): void {
  if (testsOf(problem.tests).length === 0) throw new CupelError('problem_without_tests', { problem: problem.name });
  checkNames(problem.tests);
  checkRequires(problem.tests);
  if (problem.type === 'scoring') for (const group of groupsOf(problem.tests)) checkPoints(group);
  checkPasses(problem);
}

function checkNames(root: TestGroup): void {
  const lists = { tests: testsOf(root), groups: groupsOf(root) };
  for (const [kind, list] of Object.entries(lists)) {
    const names = list.map(({ name }) => name);
    const twice = names.find((name, index) => names.indexOf(name) < index);
    if (twice !== undefined) throw new CupelError('problem_name_twice', { kind, name: twice }, { field: twice });
  }
}

function checkRequires(root: TestGroup): void {
  const names = groupsOf(root).map(({ name }) => name);
  for (const group of groupsOf(root)) {
    const required = group.requires.find((name) => !names.includes(name));
    if (required === undefined) continue;
    const params = { group: group.name, required, suggestion: suggestion(required, names) };
    throw new CupelError('problem_group_unknown', params, { field: group.name });
  }
  const { cycle } = judgingOrder(root);
  if (cycle === undefined) return;
  const shown = cycle.map((name) => (name === '' ? 'all tests' : name)).join(' → ');
  throw new CupelError('problem_groups_cycle', { cycle: shown }, { field: cycle[0] ?? '' });
}

interface Part {
  readonly name: string;
  readonly points: MaximumPoints;
}

function checkPoints(group: TestGroup): void {
  const parts: readonly Part[] = [...group.tests, ...group.groups.filter(({ counts }) => counts)];
  for (const part of [group, ...parts]) checkAmount(part);
  const { points, aggregation } = group;
  // The range is held where the grader has said what it gives.
  if (group.graderArgs !== undefined) return;
  if (points === 'unbounded') {
    if (aggregation === 'pass_fail') throw bad(group, 'a group that is passed or failed is worth a number of points');
    return;
  }
  if (aggregation === 'pass_fail') return;
  for (const part of parts) {
    if (part.points === 'unbounded') throw bad(part, 'it has no maximum, but the group that it stands in has');
    if (aggregation !== 'sum' && compareRationals(part.points, points) > 0)
      throw bad(part, `the group that it stands in is worth ${formatRational(points)}`);
  }
  if (aggregation === 'sum') checkSum(group, parts);
}

function checkAmount(part: Part): void {
  if (part.points !== 'unbounded' && part.points.numerator < 0n) throw bad(part, 'points are at least 0');
}

function checkSum({ name, points }: TestGroup, parts: readonly Part[]): void {
  const total = sum(parts.map((part) => (part.points === 'unbounded' ? rational(0) : part.points)));
  if (points === 'unbounded' || compareRationals(total, points) === 0 || (parts.length === 0 && isZero(points))) return;
  const params = { group: name, sum: formatRational(total), points: formatRational(points) };
  throw new CupelError('problem_points_do_not_add_up', params, { field: name });
}

function bad({ name, points }: Part, problem: string): CupelError {
  const shown = points === 'unbounded' ? points : formatRational(points);
  return new CupelError('problem_points_bad', { name, points: shown, problem }, { field: name });
}

function checkPasses({ name, passes, evaluation }: Problem): void {
  const refuse = (reason: string) => new CupelError('problem_passes_bad', { problem: name, passes, reason }, { field: 'passes' });
  if (!Number.isInteger(passes) || passes < 1) throw refuse('a whole number of at least 1 is needed');
  if (passes === 1) return;
  const byKattis =
    evaluation.kind === 'interaction'
      ? evaluation.interactor.protocol === 'kattis'
      : evaluation.kind === 'output' && evaluation.checker.kind === 'program' && evaluation.checker.protocol === 'kattis';
  if (!byKattis) throw refuse('nobody could ask for the second');
}
