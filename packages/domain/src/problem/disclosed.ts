import type { Difference } from '../checkers/difference.js';
import type { Exit } from '../evidence.js';
import type { Verdict } from '../verdict/verdicts.js';
import type { Audience } from './disclosure.js';
import type { JudgingFault, ReportStatus } from './report.js';
import type { TestVisibility } from './tests.js';

/** What one audience reads of a report: plain JSON, and nothing that is not theirs. */
export interface DisclosedReport {
  readonly audience: Audience;
  readonly problem: string;
  readonly status: ReportStatus;
  /** Absent where no verdict stands. */
  readonly verdict?: Verdict;
  /** For people. */
  readonly because: string;
  readonly language: { readonly id: string; readonly version: string };
  readonly compile?: { readonly output: string; readonly truncated: boolean };
  readonly points?: DisclosedPoints;
  readonly groups?: readonly DisclosedGroup[];
  readonly tests: readonly DisclosedTest[];
  /** The number of the first test that failed. */
  readonly firstFailure?: number;
  readonly hint?: string;
  readonly faults?: readonly JudgingFault[];
}

export interface DisclosedPoints {
  /** Rounded, to be shown. */
  readonly earned: number;
  /** `2/3`, to be reckoned with. */
  readonly exact: string;
  /** Absent where there is none. */
  readonly maximum?: number;
}

export interface DisclosedGroup {
  readonly name: string;
  readonly verdict?: Verdict;
  readonly points?: DisclosedPoints;
}

/** Whatever is absent is not for this audience, or not there. Times are microseconds, sizes bytes. */
export interface DisclosedTest {
  readonly number: number;
  readonly visibility: TestVisibility;
  readonly name?: string;
  readonly description?: string;
  readonly verdict?: Verdict;
  readonly because?: string;
  readonly points?: DisclosedPoints;
  readonly time?: number;
  readonly wallTime?: number;
  readonly memory?: number;
  readonly runs?: number;
  readonly passes?: number;
  readonly exit?: Exit;
  readonly input?: DisclosedBytes;
  readonly answer?: DisclosedBytes;
  readonly output?: DisclosedBytes;
  readonly stderr?: DisclosedBytes;
  readonly difference?: Difference;
  readonly message?: string;
  readonly setterMessage?: string;
  readonly transcript?: { readonly fromInteractor: DisclosedBytes; readonly fromSubmission: DisclosedBytes };
}

export type DisclosedBytes =
  | { readonly kind: 'text'; readonly text: string; readonly lossy: boolean; readonly truncated: boolean }
  | { readonly kind: 'blob'; readonly sha256: string };
