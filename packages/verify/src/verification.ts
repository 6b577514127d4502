import type { Issue, TimeLimitProposal } from '@cupel/problems';

/** What `cupel problem verify` found. It holds where no list has a problem in it. */
export interface Verification {
  readonly issues: readonly Issue[];
  readonly statements: readonly Checked[];
  /** Of the inputs, by validators; and of the validators, by what they must refuse. */
  readonly inputs: readonly Checked[];
  readonly outputs: readonly Checked[];
  readonly submissions: readonly CheckedSubmission[];
  readonly timeLimit?: TimeLimitProposal;
}

export interface Checked {
  readonly name: string;
  /** By whom. */
  readonly by: string;
  readonly problem?: string;
  /** What could not be checked here. */
  readonly note?: string;
}

export interface CheckedSubmission {
  readonly path: string;
  readonly language: string;
  /** How many tests ended how. */
  readonly verdicts: Readonly<Record<string, number>>;
  /** Of the slowest test, in seconds. */
  readonly slowest: number;
  readonly points?: string;
  readonly problems: readonly string[];
}

export function holds({ issues, statements, inputs, outputs, submissions, timeLimit }: Verification): boolean {
  return (
    issues.every(({ level }) => level !== 'error') &&
    [...statements, ...inputs, ...outputs].every(({ problem }) => problem === undefined) &&
    submissions.every(({ problems }) => problems.length === 0) &&
    (timeLimit === undefined || timeLimit.problems.length === 0)
  );
}
