import type { Content, InputFile } from '../run.js';
import type { Rational } from '../scoring/rational.js';
import type { Comparison } from './checker.js';

/** The most that can be earned; `unbounded` where the checker alone knows. */
export type MaximumPoints = Rational | 'unbounded';

export interface TestCase {
  /** Unique in the problem and without its ending: `secret/group1/02-large`. */
  readonly name: string;
  readonly input: Content;
  readonly answer: Content;
  /** What the submission is started with. */
  readonly args: readonly string[];
  /** Stand in the submission's box. */
  readonly files: readonly InputFile[];
  /** For the checker or the interactor, after the flags that the protocol asks for. */
  readonly checkerArgs: readonly string[];
  /** In place of the problem's, where that is a comparison. */
  readonly comparison?: Comparison;
  /** The submission is not run: the problem's static validator looks at its sources. Input and answer are empty. */
  readonly static?: true;
  /** Earned where the test is accepted and the checker says nothing else. */
  readonly points: MaximumPoints;
  /** Earned where the test is not accepted and the checker says nothing else; nothing unless given. May be below 0. */
  readonly rejectPoints?: Rational;
  /** What becomes of the points that a `kattis` checker gives; where nothing is said they are taken, whatever it decides. */
  readonly checkerPoints?: CheckerPoints;
  readonly visibility: TestVisibility;
  /** Shown where the policy shows the test. */
  readonly description?: string;
  /** Told to the submitter where this test is the first that failed. */
  readonly hint?: string;
}

/**
 * - `ignored`: not even read;
 * - `if_accepted`: taken from an acceptance; a checker that gives any with a refusal is broken;
 * - `none`: a checker that gives any is broken.
 */
export type CheckerPoints = 'ignored' | 'if_accepted' | 'none';

/** A `sample` stands in the statement and is shown in full; of a `hidden` test the policy decides. */
export type TestVisibility = 'sample' | 'hidden';

/**
 * - `sum`, `min`, `max`, `avg` of the points of what is in the group;
 * - `pass_fail`: the group's points where all that is in it is accepted, else none.
 */
export type Aggregation = 'sum' | 'min' | 'max' | 'avg' | 'pass_fail';

/** Whether a group is accepted where all in it is, where anything is, or in any case. */
export type Acceptance = 'all' | 'any' | 'always';

export interface TestGroup {
  /** Unique in the problem; the root's is empty: `secret/group1`. */
  readonly name: string;
  /** Judged before the groups. */
  readonly tests: readonly TestCase[];
  /** In the order in which they are judged, which is also that in which failures are told. */
  readonly groups: readonly TestGroup[];
  readonly aggregation: Aggregation;
  /** The most that the group can earn, and what `pass_fail` earns. */
  readonly points: MaximumPoints;
  /** Names of groups that must be accepted in full, or this one earns nothing and need not be run. */
  readonly requires: readonly string[];
  /** `all` unless given. */
  readonly accepts?: Acceptance;
  /** Whether the points of this group count in the one above. Samples usually do not; their verdicts always do. */
  readonly counts: boolean;
  /** Whether the rest of the group is left out once something in it failed. */
  readonly stopAtFirstFailure: boolean;
  /** A subtask keeps its best points across a person's submissions. */
  readonly subtask: boolean;
  /** Started with these, the problem's grader says verdict and points of the group, in place of `aggregation` and `accepts`. */
  readonly graderArgs?: readonly string[];
}

/** Every test below a group, in the order in which they are judged. */
export function testsOf(group: TestGroup): readonly TestCase[] {
  return [...group.tests, ...group.groups.flatMap(testsOf)];
}

/** The group and every group below it, each before those within. */
export function groupsOf(group: TestGroup): readonly TestGroup[] {
  return [group, ...group.groups.flatMap(groupsOf)];
}
