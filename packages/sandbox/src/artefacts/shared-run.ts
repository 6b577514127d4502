import type { Cancellation } from '@cupel/domain';

/** One run that several wait for. It is called off when nobody does any more: one who goes must not take it from the others. */
export class SharedRun {
  readonly #stop = new AbortController();
  readonly #ended: Promise<void>;
  #end: () => void = () => undefined;
  #waiting = 0;

  constructor() {
    this.#ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  /** Runs, with a signal of its own; `signal` is that of whoever came first. */
  async start<T>(run: (signal: Cancellation) => Promise<T>, signal: Cancellation | undefined): Promise<T> {
    const leave = this.#join(signal);
    try {
      return await run(this.#stop.signal);
    } finally {
      leave();
    }
  }

  /** Until the run has ended, well or badly, or `signal` aborts. */
  async wait(signal: Cancellation | undefined): Promise<void> {
    const leave = this.#join(signal);
    let onAbort: () => void = () => undefined;
    const gone = new Promise<void>((resolve) => {
      onAbort = resolve;
    });
    signal?.addEventListener('abort', onAbort, { once: true });
    await Promise.race([this.#ended, gone]);
    signal?.removeEventListener('abort', onAbort);
    leave();
  }

  /** Those who wait go on. */
  end(): void {
    this.#end();
  }

  #join(signal: Cancellation | undefined): () => void {
    this.#waiting += 1;
    let here = true;
    const leave = () => {
      if (!here) return;
      here = false;
      this.#waiting -= 1;
      signal?.removeEventListener('abort', goAway);
    };
    const goAway = () => {
      leave();
      if (this.#waiting === 0) this.#stop.abort();
    };
    if (signal?.aborted === true) goAway();
    else signal?.addEventListener('abort', goAway, { once: true });
    return leave;
  }
}
