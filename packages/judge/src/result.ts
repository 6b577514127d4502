import type { Classification, CollectedFile, Evidence, Limits } from '@cupel/domain';

/** What the compiler, or the checker of types before it, did and said. */
export interface CompileReport {
  readonly step: 'typecheck' | 'compile';
  readonly judgement: Classification;
  /** What all steps so far wrote, stdout and stderr as they came. */
  readonly output: Uint8Array;
  readonly truncated: boolean;
  /** Of the step that is named. Absent where the run was lost. */
  readonly evidence?: Evidence;
  readonly limits: Limits;
  /** The same had been compiled before, and what came of it was still there. */
  readonly reused?: true;
}

export interface ExecuteResult {
  readonly language: { readonly id: string; readonly version: string };
  readonly judgement: Classification;
  readonly compile?: CompileReport;
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
  /** Whether the program wrote more than is returned here. */
  readonly truncated: { readonly stdout: boolean; readonly stderr: boolean };
  /** Of the run. Absent where nothing ran: the compiler refused the program, or the run was lost. */
  readonly evidence?: Evidence;
  /** Of the run. */
  readonly limits: Limits;
  /** What was asked for in `collect`, in its order. */
  readonly files: readonly CollectedFile[];
  /** Names of the sources whose line ends were `\r\n` and were made `\n`. */
  readonly normalised: readonly string[];
}
