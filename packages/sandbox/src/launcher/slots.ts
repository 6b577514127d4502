import { type Cancellation, SandboxError } from '@cupel/domain';

interface Waiting {
  readonly count: number;
  readonly admit: () => void;
}

/**
 * How many runs may be under way at once. Whoever asks first is served first: a group that needs several boxes is not
 * overtaken by single runs until it starves.
 */
export class Slots {
  #free: number;
  #queue: Waiting[] = [];

  constructor(total: number) {
    this.#free = total;
  }

  /** Resolves once `count` slots are the caller's; rejects with a SandboxError where the signal aborts before that. */
  async acquire(count: number, signal?: Cancellation): Promise<void> {
    if (signal?.aborted === true) throw new SandboxError({ kind: 'cancelled' });
    await new Promise<void>((resolve, reject) => {
      const cancel = () => {
        this.#queue = this.#queue.filter((other) => other !== waiting);
        this.#admitNext();
        reject(new SandboxError({ kind: 'cancelled' }));
      };
      const admit = () => {
        signal?.removeEventListener('abort', cancel);
        resolve();
      };
      const waiting = { count, admit };
      signal?.addEventListener('abort', cancel, { once: true });
      this.#queue.push(waiting);
      this.#admitNext();
    });
  }

  release(count: number): void {
    this.#free += count;
    this.#admitNext();
  }

  #admitNext(): void {
    for (let first = this.#queue[0]; first !== undefined && first.count <= this.#free; first = this.#queue[0]) {
      this.#queue.shift();
      this.#free -= first.count;
      first.admit();
    }
  }
}
