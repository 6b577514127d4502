import { CupelError } from '@cupel/domain';
import { type Connection, type NewJudgedSubmission, type NewSubmission, type SubmissionState, submitJudged } from '@cupel/store';
import { notePossibleProbing } from '../judging/probing.js';
import type { Services } from '../services.js';

/** Of submissions to a problem: what is written in the transaction that accepts a new one. */
export type AlsoWrite = (connection: Connection, submissionId: string) => Promise<void>;

export interface Accepted {
  readonly id: string;
  /** Present where the same request came before. */
  readonly repeated?: SubmissionState;
}

/** Queues a submission: when this returns, it is on disk. Throws `queue_full`, `idempotency_conflict`, `database_…`. */
export async function acceptSubmission(
  services: Services,
  submission: NewSubmission | NewJudgedSubmission,
  also?: AlsoWrite,
): Promise<Accepted> {
  const { database, admission, metrics } = services;
  try {
    const { id, repeated, state } =
      'judgedBy' in submission
        ? await submitJudged(database, submission, admission, also)
        : await services.submit(submission, heldBackFor(services.waiter.awaited));
    if ('judgedBy' in submission && !repeated) await notePossibleProbing(database, submission);
    metrics.submissions.inc({ outcome: repeated ? 'repeated' : 'accepted' });
    return { id, ...(repeated && { repeated: state ?? 'completed' }) };
  } catch (error) {
    if (error instanceof CupelError) metrics.submissions.inc({ outcome: error.code });
    throw error;
  }
}

/** Milliseconds for each end that is waited for, and at most: how many of those who were answered together ask again together. */
const [HOLD_EACH, HOLD_MOST] = [0.1, 5];

/**
 * Each that waits before it is some milliseconds of work, whatever is done here: a fraction of that is not felt, and what comes
 * meanwhile is accepted in the same transaction. One who is alone is not held back.
 */
function heldBackFor(awaited: number): number {
  return awaited > 1 ? Math.min(HOLD_MOST, awaited * HOLD_EACH) : 0;
}

/** As `acceptSubmission`, and waits for the end. `ended` is false where time ran out, or the client has gone. */
export async function acceptAndWait(
  services: Services,
  submission: (NewSubmission & { readonly id: string }) | NewJudgedSubmission,
  signal: AbortSignal,
  also?: AlsoWrite,
): Promise<Accepted & { readonly ended: boolean }> {
  const { waiter, config } = services;
  const stop = new AbortController();
  const within = config.waitSeconds * 1000;
  // The ear is open before the job exists: a quick program may end before its acceptance is told.
  const ended = waiter.expect(submission.id, within, AbortSignal.any([signal, stop.signal]));
  try {
    const accepted = await acceptSubmission(services, submission, also);
    if (accepted.repeated === undefined) return { ...accepted, ended: await ended };
    stop.abort();
    return { ...accepted, ended: await waiter.waitFor(submission.tenantId, accepted.id, within, signal) };
  } catch (error) {
    stop.abort();
    throw error;
  }
}

const KEY = /^[\x21-\x7e]{1,255}$/;

/** Throws `idempotency_key_bad`: a key that is dropped in silence lets a request run twice. */
export function idempotencyOf(key: string | undefined, bodyHash: () => Uint8Array): NewSubmission['idempotency'] {
  if (key === undefined) return undefined;
  if (!KEY.test(key)) throw new CupelError('idempotency_key_bad', {}, { field: 'Idempotency-Key' });
  return { key, bodyHash: bodyHash() };
}
