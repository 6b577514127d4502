import { setMaxListeners } from 'node:events';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { CupelError } from '@cupel/domain';
import { completeJudging, completeVerification, type Database, fail, release } from '@cupel/store';
import { subscriptionsOf } from '../platform/jobs/subscriptions.js';
import type { Log } from '../platform/log/log.js';
import type { HeldJob } from './held-job.js';
import type { Outcome } from './outcome.js';
import type { ResultWriter } from './result-writer.js';

/** How long a result is kept for a database that is away or full, and the pauses between tries. */
const KEEP_MS = 20 * 60_000;
const PAUSE_MS = { first: 100, most: 5_000 } as const;

export interface SettleContext {
  readonly database: Database;
  readonly writeResult: ResultWriter;
  readonly log: Log;
  readonly signal: AbortSignal;
}

export type Settled = 'written' | 'lost' | 'given_up';

/**
 * Writes what came of a job, however long the database is away; repeating is harmless. Another's lease is left alone: the
 * result of the one that holds counts. Gives up after 20 minutes, or when `signal` aborts: the job is then run anew.
 */
export async function settle(
  { database, writeResult, log, signal }: SettleContext,
  held: HeldJob,
  outcome: Outcome,
): Promise<Settled> {
  const began = performance.now();
  for (let pause: number = PAUSE_MS.first; ; pause = Math.min(pause * 2, PAUSE_MS.most)) {
    try {
      await write(database, writeResult, held, outcome);
      return 'written';
    } catch (error) {
      if (error instanceof CupelError && error.code === 'lease_lost') return 'lost';
      const problem = error instanceof Error ? error.message : String(error);
      log.warn({ submission: held.lease.submissionId, problem }, 'result not written yet');
      if (signal.aborted || performance.now() - began > KEEP_MS || !isPassing(error)) return 'given_up';
      // As many results as were made wait for one database, and all of them for the worker's end.
      setMaxListeners(0, signal);
      await sleep(pause, undefined, { signal }).catch(() => undefined);
    }
  }
}

async function write(database: Database, writeResult: ResultWriter, held: HeldJob, outcome: Outcome): Promise<void> {
  const { job, lease, recorder } = held;
  switch (outcome.kind) {
    case 'drop':
      return;
    case 'hand_back':
      await release(database, lease.workerId, [lease]);
      return;
    case 'failure':
      await fail(database, lease, outcome, subscriptionsOf(job.kind));
      return;
    case 'result': {
      const { result, judging, verification } = outcome;
      const [events, told] = [recorder.unstored(), subscriptionsOf(job.kind)];
      if (judging !== undefined) await completeJudging(database, lease, result, events, told, judging);
      else if (verification !== undefined) await completeVerification(database, lease, result, events, told, verification);
      else await writeResult(job, { lease, result, events });
    }
  }
}

function isPassing(error: unknown): boolean {
  return error instanceof CupelError && (error.code === 'database_unavailable' || error.code === 'database_full');
}
