import type { CompileCause } from './compile-rules.js';
import type { Facts } from './facts.js';
import type { RunCause } from './rules.js';
import type { Outcome, Verdict } from './verdicts.js';

/** What a comparison of the output adds to what the kernel saw. */
export type OutputCause =
  | 'wrong_output'
  | 'wrong_presentation'
  /** By a program of the setter's. */
  | 'checker_refused'
  | 'interactor_refused';

/** A test that the setter's own program could not decide; no verdict on the submission stands. */
export type SetterCause = 'setter_fault';

export type Cause = RunCause | CompileCause | OutputCause | SetterCause;

export interface Provenance {
  /** The row that matched. */
  readonly rule: RunCause;
  readonly rulesVersion: number;
  /** What the row read, by path in the record. */
  readonly read: Readonly<Partial<Facts>>;
}

export interface Classification<C extends Cause = Cause> {
  readonly verdict: Verdict;
  readonly outcome: Outcome;
  readonly cause: C;
  /** For people: a sentence without its subject. Holds no control characters. */
  readonly because: string;
  readonly provenance: Provenance;
}
