import { CupelError } from '@cupel/domain';
import type { ClaimedJob, FailureReason, NewJudgingResult, NewResult, VerificationResult } from '@cupel/store';
import type { Recorder } from './recorder.js';

/** What is to be done with a job in the end. */
export type Outcome =
  | {
      readonly kind: 'result';
      readonly result: NewResult;
      readonly judging?: NewJudgingResult;
      readonly verification?: VerificationResult;
    }
  /** Our fault: tried again, or parked. */
  | { readonly kind: 'failure'; readonly reason: FailureReason; readonly crashed: boolean }
  /** For another worker to take at once. */
  | { readonly kind: 'hand_back' }
  /** Somebody else's by now. */
  | { readonly kind: 'drop' };

export function failure(code: string, message: string, crashed = false, evidence?: unknown): Outcome {
  return { kind: 'failure', reason: { code, message, ...(evidence !== undefined && { evidence }) }, crashed };
}

/** Told to callers where they name bytes that they never sent; here it is we who lost them. */
const LOST: ReadonlySet<string> = new Set(['blob_not_found', 'blob_mismatch', 'record_not_found']);

/** A mistake in what was submitted, and nobody else's. */
export function isSubmitters(error: unknown): error is CupelError {
  return error instanceof CupelError && error.guilt === 'caller' && !LOST.has(error.code);
}

/** Whatever is no mistake of the submitter's is ours. */
export function refused(error: unknown, crashed: boolean): Outcome | undefined {
  if (isSubmitters(error)) return undefined;
  const code = error instanceof CupelError ? error.code : 'internal_error';
  return failure(code, error instanceof Error ? error.message : String(error), crashed);
}

/** A result of which no run tells more than this. */
export function bareResult(
  job: Pick<ClaimedJob, 'language' | 'version' | 'limits'>,
  end: Pick<NewResult, 'verdict' | 'cause' | 'because'> & { readonly outcome: string; readonly more?: object },
): NewResult {
  const { verdict, cause, because, outcome, more } = end;
  const record = { outcome, provenance: null, limits: job.limits, evidence: null, compile: null };
  const nothing = { truncated: { stdout: false, stderr: false }, normalised: [], phases: { compile: 0, run: 0, total: 0 } };
  return {
    ...{ verdict, cause, because, cpuTime: 0, wallTime: 0, memoryPeak: 0 },
    stdout: Buffer.alloc(0),
    stderr: Buffer.alloc(0),
    record: { ...record, ...nothing, language: { id: job.language, version: job.version ?? '' }, ...more },
  };
}

/** Tells whoever looks on; before it is written, for they need not wait for the disk. */
export function announceEnd(recorder: Recorder, { verdict, cause, because }: NewResult): void {
  recorder.add(cause === 'judging_failed' ? 'postponed' : 'done', { verdict, cause, because });
}
