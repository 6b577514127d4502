import type { PackageVerdict } from '@cupel/domain';
import type { PackageProgram } from '../programs/program.js';

export interface ExampleSubmission {
  /** Below submissions/. */
  readonly path: string;
  readonly program: PackageProgram;
  readonly expectations: readonly Expectation[];
  readonly authors: readonly string[];
  readonly model: boolean;
}

/** What a folder or a line of submissions.yaml promises of the tests that match. */
export interface Expectation {
  /** Where it is promised, for messages. */
  readonly from: string;
  /** Pattern of tests and groups; undefined for all tests. */
  readonly tests?: string;
  readonly permitted: readonly PackageVerdict[];
  readonly required: readonly PackageVerdict[];
  /** Lowest and highest score, as written. */
  readonly score?: readonly [string, string];
  /** In the judge's message of some test. */
  readonly message?: string;
  readonly timeLimit?: 'lower' | 'upper' | 'none';
  /** Legacy `partially_accepted`: accepted, but not with full points. */
  readonly notFull?: boolean;
}
