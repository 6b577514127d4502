import type { ClaimedJob, Lease } from '@cupel/store';
import type { TypedInput } from './input/typed-input.js';
import type { Recorder } from './recorder.js';

/**
 * Why a box was killed before its time: the lease is another's or nobody's (`lost`), it could not be renewed in time
 * (`fenced`), or the worker stops (`stopping`).
 */
export type StopReason = 'lost' | 'fenced' | 'stopping';

/** A job from its claim to the moment at which its result is written. */
export class HeldJob {
  readonly job: ClaimedJob;
  readonly recorder: Recorder;
  /** Of a program that somebody types into. */
  readonly input: TypedInput | undefined;
  readonly #cancel = new AbortController();
  /** On this process's monotonic clock: when the lease was last known to be ours. */
  renewedAt: number;
  readonly claimedAt: number;
  /** Set when the box has ended: nothing is left to kill then. */
  ran = false;
  #stop: StopReason | undefined;

  constructor(job: ClaimedJob, recorder: Recorder, claimedAt: number, input?: TypedInput) {
    this.job = job;
    this.recorder = recorder;
    this.input = input;
    this.renewedAt = claimedAt;
    this.claimedAt = claimedAt;
  }

  get lease(): Lease {
    return this.job.lease;
  }

  get signal(): AbortSignal {
    return this.#cancel.signal;
  }

  /** The first reason that was given. */
  get stopReason(): StopReason | undefined {
    return this.#stop;
  }

  /** Kills what runs. A lease that is lost stays lost, whatever was the reason before. */
  stop(reason: StopReason): void {
    if (this.#stop === undefined || reason === 'lost') this.#stop = reason;
    if (!this.ran) this.#cancel.abort();
  }
}
