import type { Cancellation, Evidence, RunHooks, RunOutcome, Stdin } from '@cupel/domain';

/**
 * Takes a run back in which nothing moves: a program that waits for a person who has gone would keep its box until its wall
 * clock runs out. Counted from its start, and anew with everything that is typed or written.
 */
export class IdleWatch {
  readonly #limit: number;
  readonly #given: RunHooks;
  readonly #stop = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #expired = false;

  /** `limit` is in microseconds. */
  constructor(limit: number, given: RunHooks) {
    this.#limit = limit;
    this.#given = given;
    given.signal?.addEventListener('abort', this.#giveUp, { once: true });
    if (given.signal?.aborted) this.#giveUp();
  }

  get hooks(): RunHooks & { readonly signal: Cancellation } {
    const { onStarted, onOutput } = this.#given;
    return {
      ...this.#given,
      signal: this.#stop.signal,
      onStarted: (control) => {
        this.#moved();
        onStarted?.(control);
      },
      onOutput: (stream, chunk) => {
        this.#moved();
        return onOutput?.(stream, chunk);
      },
    };
  }

  watched(stdin: Stdin): Stdin {
    return stdin.kind === 'stream' ? { kind: 'stream', chunks: noting(stdin.chunks, this.#moved) } : stdin;
  }

  /** To be called when the run is over; says in the evidence what ended it, if that was us. */
  settle(outcome: RunOutcome): RunOutcome {
    const { evidence } = outcome;
    if (!this.#expired || evidence.firstCause !== 'cancelled') return outcome;
    const idle: Evidence = { ...evidence, idle: this.#limit };
    return { ...outcome, evidence: idle };
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#given.signal?.removeEventListener('abort', this.#giveUp);
  }

  readonly #moved = (): void => {
    clearTimeout(this.#timer);
    if (this.#stop.signal.aborted) return;
    this.#timer = setTimeout(() => {
      this.#expired = true;
      this.#stop.abort();
    }, this.#limit / 1000);
  };

  readonly #giveUp = (): void => this.#stop.abort();
}

async function* noting(chunks: AsyncIterable<Uint8Array>, note: () => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    note();
    yield chunk;
  }
}
