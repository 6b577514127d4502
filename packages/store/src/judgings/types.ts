import type { ReportStatus, TestVisibility } from '@cupel/domain';
import type { JsonObject, Standing } from '../schema.js';

/** Exact points: `text` as `formatRational` writes it, beside the two numbers that it is made of. */
export interface ExactPoints {
  readonly text: string;
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** What came of a judging, for the setter; whoever reads it out discloses it first. */
export interface NewJudgingResult {
  readonly judgingId: string;
  readonly status: ReportStatus;
  readonly verdict: string;
  readonly because: string;
  readonly points: ExactPoints;
  /** `unbounded` where the checker alone knows. */
  readonly maximum: string;
  readonly score: JsonObject;
  readonly faults: readonly unknown[];
  readonly compileOutput?: Uint8Array;
  readonly languageVersion: string;
  readonly limits: JsonObject;
  /** Seconds for which outputs are kept; 0 keeps none. */
  readonly outputRetention: number;
  readonly tests: readonly NewJudgedTest[];
}

/** Times are µs, sizes bytes. */
export interface NewJudgedTest {
  /** That of the test in its version. */
  readonly position: number;
  readonly verdict: string;
  readonly cause: string;
  readonly because: string;
  readonly points: string;
  readonly maximum: string;
  readonly cpuTime: number;
  readonly wallTime: number;
  readonly memoryPeak: number;
  readonly runs: number;
  readonly passes: number;
  readonly exit: JsonObject | null;
  readonly difference: JsonObject | null;
  readonly setterMessage: Uint8Array;
  readonly teamMessage: Uint8Array;
  readonly stderr: Uint8Array;
  readonly stderrTruncated: boolean;
  readonly output: Uint8Array;
  readonly outputTruncated: boolean;
  readonly transcript: { readonly interactor: Uint8Array; readonly submission: Uint8Array } | null;
}

export interface JudgedTest extends Omit<NewJudgedTest, 'output' | 'setterMessage' | 'teamMessage' | 'stderr' | 'transcript'> {
  readonly testId: string;
  readonly name: string;
  readonly group: string;
  readonly visibility: TestVisibility;
  readonly setterMessage: Buffer;
  readonly teamMessage: Buffer;
  readonly stderr: Buffer;
  /** Null once its time is over, or where the problem keeps none. */
  readonly output: Buffer | null;
  readonly transcriptInteractor: Buffer | null;
  readonly transcriptSubmission: Buffer | null;
}

export interface Judging {
  readonly id: string;
  readonly tenantId: string;
  readonly submissionId: string;
  readonly problemId: string;
  readonly versionId: string;
  /** Of the version. */
  readonly versionNumber: number;
  readonly standing: Standing;
  readonly state: 'waiting' | 'done';
  readonly status: ReportStatus | null;
  readonly verdict: string | null;
  readonly because: string | null;
  readonly points: string | null;
  readonly maximum: string | null;
  readonly score: JsonObject | null;
  readonly faults: readonly unknown[];
  readonly compileOutput: Buffer | null;
  readonly languageVersion: string | null;
  readonly limits: JsonObject | null;
  readonly createdAt: Date;
  readonly completedAt: Date | null;
}
