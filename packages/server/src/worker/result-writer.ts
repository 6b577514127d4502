import { CupelError } from '@cupel/domain';
import { type ClaimedJob, type Completion, completeAll, type Database, gather } from '@cupel/store';
import { SUBSCRIPTIONS, subscriptionsOf } from '../platform/jobs/subscriptions.js';

/** Writes a result with the end of its job; it is on disk when this resolves. Throws `lease_lost` and `database_…`. */
export type ResultWriter = (job: ClaimedJob, completion: Completion) => Promise<void>;

/** A result is held back for this share of the time for which its submission had waited, and never longer than so many ms. */
const SHARE = 0.15;
const LONGEST_MS = 100;
const MOST_BYTES = 1024 * 1024;

/**
 * Writes results that come close together in one transaction. Under load each submission has waited long before it began;
 * a tenth of that more is not felt, and a transaction for several costs as much as one for one. When nobody waits, nothing
 * is held back.
 */
export function createResultWriter(database: Database): ResultWriter {
  const write = gather((completions: readonly Completion[]) => completeAll(database, completions, SUBSCRIPTIONS), {
    most: 32,
    abreast: 1,
    weight: { of: bytesOf, most: MOST_BYTES },
  });
  const writeAlone = async (completion: Completion, kind: string) =>
    (await completeAll(database, [completion], subscriptionsOf(kind)))[0];
  return async ({ kind, queuedAt, claimedAt }, completion) => {
    const waited = claimedAt.getTime() - queuedAt.getTime();
    // Those who are told are the same for all that are written together.
    const written =
      subscriptionsOf(kind) === SUBSCRIPTIONS
        ? await write(completion, Math.min(LONGEST_MS, waited * SHARE))
        : await writeAlone(completion, kind);
    const { submissionId, epoch, workerId } = completion.lease;
    if (written === 'lost') throw new CupelError('lease_lost', { submission: submissionId, epoch, worker: workerId });
  };
}

function bytesOf({ result, events }: Completion): number {
  const told = events.reduce((sum, { bytes }) => sum + (bytes?.length ?? 0), 0);
  return told + result.stdout.length + result.stderr.length + (result.compileOutput?.length ?? 0);
}
