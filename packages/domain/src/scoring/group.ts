import type { Aggregation, MaximumPoints, TestGroup } from '../problem/tests.js';
import type { Verdict } from '../verdict/verdicts.js';
import { divide, greatest, least, type Rational, rational, sum, ZERO } from './rational.js';

export interface TestScore {
  readonly verdict: Verdict;
  readonly points: Rational;
}

/** By the test's name. A test that is absent was not run, and earned nothing. */
export type TestScores = ReadonlyMap<string, TestScore>;

/** What a problem's own grader said of the groups that name it, by the group's name. */
export type GradedGroups = ReadonlyMap<string, TestScore>;

const NONE: GradedGroups = new Map();

export interface GroupScore {
  readonly name: string;
  /** Of the first part that was not accepted, where the group needs it; absent where that is not known, as not all were run. */
  readonly verdict?: Verdict;
  readonly points: Rational;
  readonly maximum: MaximumPoints;
  readonly subtask: boolean;
  readonly groups: readonly GroupScore[];
}

/** The points of a whole tree of groups: a pure function of what its tests earned. Total for every tree that `checkTests` passed. */
export function scoreGroup(root: TestGroup, scores: TestScores, graded: GradedGroups = NONE): GroupScore {
  const byName = new Map<string, TestGroup>();
  index(root, byName);
  return score(root, { scores, graded, byName });
}

function index(group: TestGroup, byName: Map<string, TestGroup>): void {
  byName.set(group.name, group);
  for (const inner of group.groups) index(inner, byName);
}

interface Known {
  readonly scores: TestScores;
  readonly graded: GradedGroups;
  readonly byName: ReadonlyMap<string, TestGroup>;
}

function score(group: TestGroup, known: Known): GroupScore {
  const { scores, graded, byName } = known;
  const groups = group.groups.map((inner) => score(inner, known));
  const verdict = verdictOf(group, scores, graded);
  const met = group.requires.every((name) => isAccepted(byName.get(name), known));
  const earnedHere = () => graded.get(group.name)?.points ?? earned(group, groups, scores, verdict);
  return {
    name: group.name,
    ...(verdict === undefined ? {} : { verdict }),
    points: met ? earnedHere() : ZERO,
    maximum: group.points,
    subtask: group.subtask,
    groups,
  };
}

/** The first failure in the order of the tests, where the group does not bear it; AC where there is none and all were run. */
export function verdictOf(group: TestGroup, scores: TestScores, graded: GradedGroups = NONE): Verdict | undefined {
  if (group.graderArgs !== undefined) return graded.get(group.name)?.verdict;
  const verdicts = [
    ...group.tests.map(({ name }) => scores.get(name)?.verdict),
    ...group.groups.map((inner) => verdictOf(inner, scores, graded)),
  ];
  const isKnown = verdicts.some((verdict) => verdict !== undefined);
  if ((group.accepts === 'always' && isKnown) || (group.accepts === 'any' && verdicts.includes('AC'))) return 'AC';
  const failure = verdicts.find((verdict) => verdict !== undefined && verdict !== 'AC');
  return failure ?? (verdicts.includes(undefined) ? undefined : 'AC');
}

function isAccepted(group: TestGroup | undefined, { scores, graded }: Known): boolean {
  return group !== undefined && verdictOf(group, scores, graded) === 'AC';
}

function earned(group: TestGroup, groups: readonly GroupScore[], scores: TestScores, verdict: Verdict | undefined): Rational {
  if (group.aggregation === 'pass_fail') return verdict === 'AC' && group.points !== 'unbounded' ? group.points : ZERO;
  const parts = [
    ...group.tests.map(({ name }) => scores.get(name)?.points ?? ZERO),
    ...groups.filter((_, position) => group.groups[position]?.counts === true).map(({ points }) => points),
  ];
  return aggregate(group.aggregation, parts);
}

function aggregate(how: Exclude<Aggregation, 'pass_fail'>, parts: readonly Rational[]): Rational {
  const [first, ...rest] = parts;
  if (first === undefined) return ZERO;
  switch (how) {
    case 'sum':
      return sum(parts);
    case 'avg':
      return divide(sum(parts), rational(parts.length));
    case 'min':
      return rest.reduce(least, first);
    case 'max':
      return rest.reduce(greatest, first);
  }
}
