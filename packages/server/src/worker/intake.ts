import { performance } from 'node:perf_hooks';
import { type ClaimedJob, claim, type Database, SUSPECT_FROM } from '@cupel/store';

export interface IntakeOptions {
  readonly database: Database;
  readonly workerId: string;
  readonly capabilities: () => readonly string[];
  /** Runs that could begin now. */
  readonly free: () => number;
  readonly held: () => readonly { readonly job: ClaimedJob }[];
  readonly begin: (job: ClaimedJob, claimedAt: number) => void;
  readonly onProblem: (error: unknown) => void;
}

/**
 * Takes jobs whenever there may be some and slots are free, one question at a time. A job that has killed two workers is
 * run alone, so that a third death has one culprit; while such a job waits, the worker runs empty for it.
 */
export class Intake {
  readonly #options: IntakeOptions;
  #asking: Promise<void> | undefined;
  #again = false;
  #suspectsWait = false;

  constructor(options: IntakeOptions) {
    this.#options = options;
  }

  /** To be called whenever a job or a slot may have come. */
  wake(): void {
    this.#again = true;
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined;
    });
  }

  /** Resolves when no question is under way. */
  async idle(): Promise<void> {
    await this.#asking;
  }

  async #ask(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      const { free, held } = this.#options;
      const jobs = held();
      if (free() <= 0 || jobs.some(({ job }) => job.crashes >= SUSPECT_FROM)) return;
      if (this.#suspectsWait && jobs.length > 0) return;
      await this.#claim(free(), jobs.length).catch(this.#options.onProblem);
    }
  }

  async #claim(limit: number, held: number): Promise<void> {
    const { database, workerId, capabilities, begin } = this.#options;
    const asked = performance.now();
    const { jobs, suspects } = await claim(database, { workerId, capabilities: capabilities(), limit, held });
    this.#suspectsWait = suspects > 0 && !jobs.some(({ crashes }) => crashes >= SUSPECT_FROM);
    for (const job of jobs) begin(job, asked);
  }
}
