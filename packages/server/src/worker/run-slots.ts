import { performance } from 'node:perf_hooks';
import type { HeldJob } from './held-job.js';
import { Reserve } from './reserve.js';
import type { SpareSlots } from './seats.js';
import { nextSlots, type SlotRange, type SlotState } from './slots.js';

export interface RunSlotsOptions {
  readonly range: SlotRange;
  /** Begins a job in a slot, which `freed` or `giveBack` makes free again. */
  readonly begin: (held: HeldJob) => void;
  readonly onFree: () => void;
}

/** Jobs that run at once, and those that were taken ahead and lie ready for the next slot. */
export class RunSlots implements SpareSlots {
  readonly #options: RunSlotsOptions;
  readonly #ready: HeldJob[] = [];
  readonly #reserve = new Reserve();
  #state: SlotState;
  #running = 0;
  #mostRunning = 0;
  #closed = false;

  constructor(options: RunSlotsOptions) {
    this.#options = options;
    this.#state = { slots: options.range.most, quiet: 0 };
  }

  get count(): number {
    return this.#state.slots;
  }

  get most(): number {
    return this.#options.range.most;
  }

  get busy(): number {
    return this.#running;
  }

  /** Slots for which no job lies ready; negative by the jobs that lie ready beyond the slots. */
  get free(): number {
    return this.count - this.#running - this.#ready.length;
  }

  get reserve(): number {
    return this.#reserve.size(this.count);
  }

  /** Begins a job now, or as soon as there is a slot. */
  take(held: HeldJob): void {
    this.#ready.push(held);
    this.#beginReady();
  }

  /** A job has ended; `took` milliseconds tell how long jobs run, where this one ran to its end. */
  freed(took?: number): void {
    if (took !== undefined) this.#reserve.noteRun(took);
    this.giveBack();
  }

  borrow(): boolean {
    if (this.#closed || this.free <= 0) return false;
    this.#enter();
    return true;
  }

  giveBack(): void {
    this.#running -= 1;
    this.#beginReady();
    this.#options.onFree();
  }

  /** What has lain ready for so many milliseconds is for others: it is begun with its end already told, and so needs no box. */
  handBack(after: number): void {
    const before = performance.now() - after;
    for (let held = this.#ready[0]; held !== undefined && held.claimedAt <= before; held = this.#ready[0]) {
      this.#ready.shift();
      held.stop('stopping');
      this.#begin(held);
    }
  }

  /** No more begin: neither jobs, nor tests beside the first of a submission. */
  close(): void {
    this.#closed = true;
    this.handBack(0);
  }

  /** Follows what is needed; `lag` tells the seconds that the longest waiting job has waited, and is asked only where it counts. */
  async adapt(elapsed: number, lag: () => Promise<number>): Promise<void> {
    const used = this.#mostRunning;
    this.#mostRunning = this.#running;
    const couldGrow = used >= this.count && this.count < this.most;
    this.#state = nextSlots(this.#state, { lag: couldGrow ? await lag() : 0, used, elapsed }, this.#options.range);
  }

  #beginReady(): void {
    while (this.#running < this.count) {
      const held = this.#ready.shift();
      if (held === undefined) return;
      this.#begin(held);
    }
  }

  #begin(held: HeldJob): void {
    this.#enter();
    this.#options.begin(held);
  }

  #enter(): void {
    this.#running += 1;
    this.#mostRunning = Math.max(this.#mostRunning, this.#running);
  }
}
