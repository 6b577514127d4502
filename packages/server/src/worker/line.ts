import type { ClaimedJob } from '@cupel/store';
import type { HeldJob } from './held-job.js';
import { Intake, type IntakeOptions } from './intake.js';
import { RunSlots } from './run-slots.js';
import type { SlotRange } from './slots.js';

export interface LineOptions extends Omit<IntakeOptions, 'free' | 'reserve' | 'begin'> {
  readonly range: SlotRange;
  readonly mayTake: () => boolean;
  /** Makes of a job what is held; it is begun when there is a slot. */
  readonly hold: (job: ClaimedJob, claimedAt: number) => HeldJob;
  readonly begin: (held: HeldJob) => void;
}

/** Where jobs of one kind are asked for, and the slots that they run in: those of one line never wait for those of another. */
export class Line {
  readonly slots: RunSlots;
  readonly intake: Intake;

  constructor({ range, mayTake, hold, begin, ...intake }: LineOptions) {
    this.slots = new RunSlots({ range, begin, onFree: () => this.intake.slotFreed() });
    this.intake = new Intake({
      ...intake,
      free: () => (mayTake() ? this.slots.free : undefined),
      reserve: () => this.slots.reserve,
      begin: (job, claimedAt) => this.slots.take(hold(job, claimedAt)),
    });
  }
}
