import { performance } from 'node:perf_hooks';

/** Milliseconds of work that lie ready at most, and after which a job that lies ready belongs to somebody else. */
const AHEAD_MS = 100;
export const STALE_MS = 500;
/** Milliseconds without an end after which nobody knows when the next slot will be free. */
const UNSURE_MS = 200;
const WEIGHT = 0.2;
const MOST_PER_SLOT = 8;

/**
 * How many jobs a worker takes ahead of its free slots. Short runs end faster than one question after another is answered:
 * some taken ahead save most questions, and a slot never waits for one. Where runs are long none is: a job that lies ready
 * here is one that an idle worker elsewhere cannot take.
 */
export class Reserve {
  #average = Number.POSITIVE_INFINITY;
  #endedAt = Number.NEGATIVE_INFINITY;

  /** A run ended that took so many milliseconds. */
  noteRun(took: number, now: number = performance.now()): void {
    this.#average = Number.isFinite(this.#average) ? this.#average + WEIGHT * (took - this.#average) : took;
    this.#endedAt = now;
  }

  size(slots: number, now: number = performance.now()): number {
    if (now - this.#endedAt > UNSURE_MS) return 0;
    return Math.min(MOST_PER_SLOT * slots, Math.floor((slots * AHEAD_MS) / Math.max(1, this.#average)));
  }
}
