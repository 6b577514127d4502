import type { Difference } from '../checkers/difference.js';
import type { Evidence, Exit } from '../evidence.js';
import type { Limits } from '../limits.js';
import type { GroupScore } from '../scoring/group.js';
import type { Rational } from '../scoring/rational.js';
import type { Cause } from '../verdict/classification.js';
import type { Verdict } from '../verdict/verdicts.js';
import type { MaximumPoints, TestVisibility } from './tests.js';

/** What came of one test. All of it is for the setter; `disclose` decides what anybody else reads. */
export interface TestReport {
  readonly name: string;
  /** From 1, in the order of judging. */
  readonly number: number;
  readonly visibility: TestVisibility;
  readonly verdict: Verdict;
  readonly cause: Cause;
  /** For people: a sentence without its subject. */
  readonly because: string;
  readonly points: Rational;
  readonly maximum: MaximumPoints;
  /** CPU time in microseconds, of the slowest pass. */
  readonly time: number;
  readonly wallTime: number;
  /** Bytes. */
  readonly memory: number;
  readonly exit?: Exit;
  /** How often the submission was run for this test because its time was too near to the limit; 1 as a rule. */
  readonly runs: number;
  readonly passes: number;
  /** Of the last pass, cut where they are long. */
  readonly output: Uint8Array;
  readonly stderr: Uint8Array;
  readonly truncated: { readonly output: boolean; readonly stderr: boolean };
  readonly difference?: Difference;
  readonly messages: CheckerMessages;
  /** What an interactor and the submission told each other, where it was asked for. */
  readonly transcript?: Transcript;
  /** Of the last run. */
  readonly evidence?: Evidence;
}

export interface CheckerMessages {
  /** May hold input and answer: for the setter alone. */
  readonly setter: string;
  /** Written for whoever submitted. */
  readonly team: string;
}

export interface Transcript {
  readonly fromInteractor: Uint8Array;
  readonly fromSubmission: Uint8Array;
}

/** Something of the setter's own that does not work. It is no verdict on a submission. */
export interface JudgingFault {
  readonly part: 'checker' | 'interactor' | 'driver' | 'stub' | 'static validator' | 'grader';
  /** The program, as the setter calls it. */
  readonly program: string;
  readonly test?: string;
  /** For the setter: what happened and what to do. */
  readonly problem: string;
}

/**
 * - `judged`: `verdict` and points stand;
 * - `compile_error`: the compiler refused the submission;
 * - `judging_failed`: the setter's part is broken; judge again when it is repaired;
 * - `internal_error`: ours; judge again;
 * - `cancelled`: somebody took it back.
 */
export type ReportStatus = 'judged' | 'compile_error' | 'judging_failed' | 'internal_error' | 'cancelled';

export interface SubmissionReport {
  readonly problem: string;
  readonly status: ReportStatus;
  /** IE unless the submission was judged. */
  readonly verdict: Verdict;
  readonly because: string;
  readonly language: { readonly id: string; readonly version: string };
  /** Of each run. */
  readonly limits: Limits;
  readonly compile?: { readonly output: Uint8Array; readonly truncated: boolean; readonly because: string };
  /** Those that were run, in the order of judging. */
  readonly tests: readonly TestReport[];
  readonly score: GroupScore;
  readonly faults: readonly JudgingFault[];
}
