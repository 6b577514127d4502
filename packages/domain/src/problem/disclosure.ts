/**
 * Who reads a result: whoever set the problem, whoever teaches or runs the contest in which it stands (`owner`), whoever
 * submitted, and everybody else.
 */
export const AUDIENCES = ['setter', 'owner', 'submitter', 'public'] as const;
export type Audience = (typeof AUDIENCES)[number];

/**
 * What submitters learn. Samples are theirs in full. Each `hidden…` field opens one thing about hidden tests; where
 * nothing is said, all are shut, because a time, a memory peak or an exit code is a bit of the input for whoever can choose
 * it.
 */
export interface DisclosurePolicy {
  /**
   * - `verdict`: that of the submission and nothing else;
   * - `first_failure`: the number of the first test that failed as well;
   * - `groups`: the verdict and the points of each group;
   * - `tests`: the verdict of each test.
   */
  readonly detail: 'verdict' | 'first_failure' | 'groups' | 'tests';
  /** Whether points are told at all, as opposed to at the contest's end. */
  readonly points: boolean;
  readonly hiddenTime: boolean;
  readonly hiddenMemory: boolean;
  readonly hiddenExit: boolean;
  readonly hiddenStderr: boolean;
  /** What the submission wrote. */
  readonly hiddenOutput: boolean;
  readonly hiddenInput: boolean;
  readonly hiddenAnswer: boolean;
  /** What the checker says to whoever submitted (`teammessage.txt`); never what it says to the setter. */
  readonly checkerMessages: boolean;
}

export const STRICT_DISCLOSURE: DisclosurePolicy = {
  detail: 'groups',
  points: true,
  hiddenTime: false,
  hiddenMemory: false,
  hiddenExit: false,
  hiddenStderr: false,
  hiddenOutput: false,
  hiddenInput: false,
  hiddenAnswer: false,
  checkerMessages: false,
};
