import { performance } from 'node:perf_hooks';
import { type Connection, heartbeat, LEASE_SECONDS, type WorkerReport } from '@cupel/store';
import type { HeldJob } from './held-job.js';

/** A box is killed so long before its lease could be given to another, on this process's own clock. */
const FENCE_AFTER_MS = (LEASE_SECONDS - 1) * 1000;
/** An answer that has not come by then will not come. */
const PATIENCE_MS = 4_000;

/** The leases that this worker holds, kept alive on the database's time and given up on its own. */
export class Leases {
  readonly #connection: Connection;
  readonly #held = new Map<string, HeldJob>();
  #beating = false;
  /** Leases that another holds by now. */
  lost = 0;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  get size(): number {
    return this.#held.size;
  }

  add(held: HeldJob): void {
    this.#held.set(held.lease.submissionId, held);
  }

  remove(held: HeldJob): void {
    if (this.#held.get(held.lease.submissionId) === held) this.#held.delete(held.lease.submissionId);
  }

  find(submissionId: string): HeldJob | undefined {
    return this.#held.get(submissionId);
  }

  all(): readonly HeldJob[] {
    return [...this.#held.values()];
  }

  /** Renews all leases and says that the worker lives. Rejects with what the database says, or where it says nothing. */
  async beat(report: WorkerReport): Promise<void> {
    if (this.#beating) return;
    this.#beating = true;
    const sent = performance.now();
    const held = this.all();
    try {
      const beat = heartbeat(
        this.#connection,
        report,
        held.map(({ lease }) => lease),
      );
      const lost = new Set((await withinPatience(beat)).map(({ submissionId, epoch }) => `${submissionId} ${epoch}`));
      for (const one of held) {
        if (!lost.has(`${one.lease.submissionId} ${one.lease.epoch}`)) one.renewedAt = sent;
        // One whose result has just been written is no longer leased, and no longer held either.
        else if (this.#held.get(one.lease.submissionId) === one) this.#lose(one);
      }
    } finally {
      this.#beating = false;
    }
  }

  /** Kills the boxes whose lease could not be renewed: by the time it runs out nothing of them is left. */
  fence(): void {
    const now = performance.now();
    for (const held of this.#held.values()) if (!held.ran && now - held.renewedAt > FENCE_AFTER_MS) held.stop('fenced');
  }

  #lose(held: HeldJob): void {
    if (held.stopReason !== 'lost') this.lost += 1;
    held.stop('lost');
  }
}

async function withinPatience<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the database did not answer in time')), PATIENCE_MS);
  });
  work.catch(() => undefined);
  return Promise.race([work, limit]).finally(() => clearTimeout(timer));
}
