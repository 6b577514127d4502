import { INTERACTIVE } from '../platform/jobs/capabilities.js';
import type { HeldJob } from './held-job.js';
import { Line, type LineOptions } from './line.js';
import { interactiveRange, type SlotRange } from './slots.js';

export interface LinesOptions extends Omit<LineOptions, 'range' | 'pool'> {
  readonly range: SlotRange;
  /** Boxes of the launcher. */
  readonly boxes: number;
  /** As it is set. */
  readonly interactiveSlots: number | undefined;
}

/**
 * The two lines of a worker: programs that somebody types into have seats of their own. They last for minutes and need little
 * of the processor; in the slots of the others they would keep everybody waiting.
 */
export class Lines {
  readonly common: Line;
  readonly #typed: Line;

  constructor({ boxes, interactiveSlots, ...options }: LinesOptions) {
    this.common = new Line(options);
    const range = interactiveRange(options.range.most, boxes, interactiveSlots);
    this.#typed = new Line({ ...options, range, pool: INTERACTIVE });
  }

  /** The pools that this worker serves. */
  get pools(): readonly string[] {
    return this.#typed.slots.most > 0 ? [INTERACTIVE] : [];
  }

  /** The most that run at once in both. */
  get most(): number {
    return this.common.slots.most + this.#typed.slots.most;
  }

  /** A job was queued of this pool, or of none; or, where it is not said, anything may have come. */
  readonly wake = (pool?: string): void => {
    if (pool !== INTERACTIVE) this.common.intake.wake();
    if (pool !== '' && this.pools.length > 0) this.#typed.intake.wake();
  };

  slotFreed(): void {
    for (const { intake } of this.#both) intake.slotFreed();
  }

  /** A job has ended; see `RunSlots`. How long somebody typed says nothing of how long runs take. */
  freed({ input }: HeldJob, took: number | undefined): void {
    if (input === undefined) this.common.slots.freed(took);
    else this.#typed.slots.giveBack();
  }

  handBack(after: number): void {
    for (const { slots } of this.#both) slots.handBack(after);
  }

  /** No more begin; resolves when no question is under way. */
  async close(): Promise<void> {
    for (const { slots } of this.#both) slots.close();
    for (const { intake } of this.#both) await intake.idle();
    this.handBack(0);
  }

  get #both(): readonly Line[] {
    return [this.common, this.#typed];
  }
}
