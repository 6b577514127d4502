import { performance } from 'node:perf_hooks';
import { type ClaimedJob, claim, type Database, SUSPECT_FROM } from '@cupel/store';

export interface IntakeOptions {
  readonly database: Database;
  readonly workerId: string;
  /** Jobs of this one alone; else those of none. */
  readonly pool?: string;
  readonly capabilities: () => readonly string[];
  /** Runs that could begin now; negative by as many as are ready to begin without a slot. Undefined where none may. */
  readonly free: () => number | undefined;
  /** Jobs to have ready beyond the slots. */
  readonly reserve: () => number;
  readonly held: () => readonly { readonly job: ClaimedJob }[];
  readonly begin: (job: ClaimedJob, claimedAt: number) => void;
  readonly onProblem: (error: unknown) => void;
}

/**
 * Takes jobs whenever there may be some and slots are free, one question at a time; and none is asked while the last answer
 * said that there are no more and nobody has told of new ones. A job that has killed two workers is run alone, so that a third
 * death has one culprit; while such a job waits, the worker runs empty for it.
 */
export class Intake {
  readonly #options: IntakeOptions;
  #asking: Promise<void> | undefined;
  #again = false;
  #mayBeMore = true;
  #suspectsWait = false;

  constructor(options: IntakeOptions) {
    this.#options = options;
  }

  /** To be called whenever a job may have come. */
  wake(): void {
    this.#mayBeMore = true;
    this.slotFreed();
  }

  /** To be called whenever a slot may be free. */
  slotFreed(): void {
    if (!this.#mayBeMore) return;
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
      const jobs = this.#options.held();
      const limit = this.#wanted();
      if (limit <= 0 || jobs.some(({ job }) => job.crashes >= SUSPECT_FROM)) return;
      if (this.#suspectsWait && jobs.length > 0) return;
      this.#mayBeMore = false;
      await this.#claim(limit, jobs.length).catch((error: unknown) => {
        this.#mayBeMore = true;
        this.#options.onProblem(error);
      });
    }
  }

  /** The reserve is filled up when a slot asks anyway, or when half of it is gone: not by one question for each job. */
  #wanted(): number {
    const free = this.#options.free();
    if (free === undefined) return 0;
    const reserve = this.#options.reserve();
    const wanted = free + reserve;
    return free > 0 || wanted >= Math.max(1, reserve / 2) ? wanted : 0;
  }

  async #claim(limit: number, held: number): Promise<void> {
    const { database, workerId, pool, begin } = this.#options;
    const asked = performance.now();
    const capabilities = [...this.#options.capabilities(), ...(pool === undefined ? [] : [pool])];
    const needs = pool === undefined ? {} : { needs: [pool] };
    const { jobs, suspects, more } = await claim(database, { workerId, capabilities, limit, held, ...needs });
    this.#suspectsWait = suspects > 0 && !jobs.some(({ crashes }) => crashes >= SUSPECT_FROM);
    this.#mayBeMore ||= more || suspects > 0;
    for (const job of jobs) begin(job, asked);
  }
}
