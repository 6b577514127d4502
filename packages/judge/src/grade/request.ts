import type { Comparison, Limits } from '@cupel/domain';
import type { JudgeOptions, Submission } from '../problem/environment.js';

/** A test as callers write it; the names are those of the wire. */
export interface GradeTestCase {
  readonly input: string | Uint8Array;
  readonly expected_output: string | Uint8Array;
  /** Empty unless given; need not be unique. */
  readonly name?: string;
  /** 1 unless given. */
  readonly points?: number;
  /** Whether no more than the name and whether it passed is told. */
  readonly hidden?: boolean;
}

export interface GradeRequest {
  readonly submission: Submission;
  readonly test_cases: readonly GradeTestCase[];
  /** Both sides without the blanks at their ends unless given. */
  readonly checker?: Comparison;
  /** Those of the language, with 5 seconds for each test, unless given. */
  readonly limits?: Limits;
}

export type GradeOptions = Pick<JudgeOptions, 'parallel' | 'exclusive' | 'noise' | 'signal' | 'onStage'> & {
  /** Called as tests end, in whatever order. */
  readonly onResult?: (result: TestResult, index: number) => void;
};

/** Times are seconds, sizes bytes. Of a hidden test only `name`, `passed` and `actual_output` are there. */
export interface TestResult {
  readonly name: string;
  readonly passed: boolean;
  readonly verdict?: string;
  readonly points?: number;
  readonly input?: string;
  readonly expected_output?: string;
  /** `[hidden]` for a hidden test. */
  readonly actual_output?: string;
  /** Absent where the test passed. */
  readonly error?: string;
  readonly time?: number;
  readonly memory?: number;
}

export interface GradeResult {
  readonly status: 'judged' | 'compile_error' | 'judging_failed' | 'internal_error' | 'cancelled';
  readonly total_points: number;
  readonly earned_points: number;
  /** 0 to 100, to two places. */
  readonly percentage: number;
  readonly passed_count: number;
  readonly failed_count: number;
  /** In the order of the tests that were given. */
  readonly test_results: readonly TestResult[];
  /** What the compiler wrote, where it refused the program. */
  readonly compile_output?: string;
}
