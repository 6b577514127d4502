import type { Checker, Interactor } from './checker.js';
import type { DisclosurePolicy } from './disclosure.js';
import type { ProblemLimits } from './limits.js';
import type { SetterFile, SetterProgram } from './program.js';
import type { TestGroup } from './tests.js';

/** What a submission is judged against. Plain data: a problem package was read into it, and judging reads nothing else. */
export interface Problem {
  /** Short name: that of the package's folder. */
  readonly name: string;
  /** By language code, as in `{ en: 'A different problem' }`. */
  readonly titles: Readonly<Record<string, string>>;
  /** `pass_fail`: accepted or not. `scoring`: points. */
  readonly type: 'pass_fail' | 'scoring';
  /** Fewer points are the better ones; then only accepted submissions have any. More are unless given. */
  readonly objective?: 'min';
  readonly limits: ProblemLimits;
  readonly evaluation: Evaluation;
  /** How often the submission may be run for one test; above 1, the checker asks for the next pass (multi-pass). */
  readonly passes: number;
  /** Ids of those that submissions may be written in; every one unless given. */
  readonly languages?: readonly string[];
  /** Judges the sources of submissions, in tests that are `static`; speaks as a `kattis` checker does. */
  readonly staticValidator?: SetterProgram;
  /** Says what the results of a group come to, where the group names it. */
  readonly grader?: SetterProgram;
  /** Submissions read files and write none: their folder is read-only while they run. */
  readonly readOnly?: true;
  /** Stands beside the submission's sources when it is compiled, by language id; `default` for those not named. */
  readonly included: Readonly<Record<string, readonly SetterFile[]>>;
  /** The root of the tests; its groups are usually `sample` and `secret`. */
  readonly tests: TestGroup;
  readonly execution: ExecutionMode;
  readonly disclosure: DisclosurePolicy;
}

export type Evaluation =
  /** The program reads a test from stdin and writes to stdout, which is checked. */
  | { readonly kind: 'output'; readonly checker: Checker }
  /** The submission is the answers: a file for each test, called as the test is. Nothing of it is run. */
  | { readonly kind: 'answers'; readonly checker: Checker }
  /**
   * The program talks to an interactor. One that speaks `kattis` has the last word; what one that speaks `testlib` writes
   * to its output file is given to the checker, where there is one.
   */
  | { readonly kind: 'interaction'; readonly interactor: Interactor; readonly checker?: Checker }
  /**
   * The submission is a function. The problem brings a stub per language, which is the main program of the submission's
   * box and does nothing but pass data: calls from stdin, results to stdout. The driver, in a box of its own, reads the
   * test from the file `input`, makes the calls over its stdout and stdin, and writes what is to be checked to the file
   * `output`. What the submission does to its own process can therefore spoil its own results alone.
   */
  | {
      readonly kind: 'function';
      readonly driver: SetterProgram;
      /** By language id. The first file is the main one. */
      readonly stubs: Readonly<Record<string, readonly SetterFile[]>>;
      /** How the file of the submission is called beside the stub, by language id: `solution.py`. */
      readonly submissionNames: Readonly<Record<string, string>>;
      readonly checker: Checker;
    };

/**
 * - `stop_at_first_failure`: no test after the first that failed;
 * - `run_all`: every test;
 * - `subtask_aware`: none whose result can no longer change the points.
 */
export type ExecutionMode = 'stop_at_first_failure' | 'run_all' | 'subtask_aware';
