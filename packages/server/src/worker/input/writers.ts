import type { TypedAnswer } from '../../platform/live/protocol.js';

/** What a writer sends is done once and in the order of its numbers, whichever API process it came through. */
interface Writer {
  next: number;
  /** Came before what it follows: by number. */
  readonly early: Map<number, () => void>;
}

/** Pages that are loaded anew are new writers; more than these nobody needs. */
const MOST_WRITERS = 256;
const MOST_EARLY = 64;
/** Milliseconds that something waits for what was sent before it. */
const PATIENCE_MS = 2_000;

export class Writers {
  readonly #writers = new Map<string, Writer>();

  /** Does `work` when it is its turn, unless it was done before. Where the work is refused, its number is not used up. */
  async inTurn(name: string, seq: number, work: () => TypedAnswer): Promise<TypedAnswer> {
    const writer = this.#writerOf(name);
    if (seq > writer.next && !(await this.#hasItsTurn(writer, seq))) return { outcome: 'out_of_order', next: writer.next };
    if (seq !== writer.next) return { outcome: seq < writer.next ? 'repeated' : 'out_of_order', next: writer.next };
    const answer = work();
    if (answer.outcome === 'taken') {
      writer.next += 1;
      this.#letGo(writer);
    }
    return { ...answer, next: writer.next };
  }

  #writerOf(name: string): Writer {
    const known = this.#writers.get(name) ?? { next: 1, early: new Map() };
    // Whoever types now is the last to be forgotten.
    this.#writers.delete(name);
    this.#writers.set(name, known);
    const [oldest] = this.#writers.keys();
    if (this.#writers.size > MOST_WRITERS && oldest !== undefined) this.#writers.delete(oldest);
    return known;
  }

  /** Resolves with false where time runs out, or too many wait. */
  #hasItsTurn(writer: Writer, seq: number): Promise<boolean> {
    if (writer.early.size >= MOST_EARLY || writer.early.has(seq)) return Promise.resolve(false);
    return new Promise((resolve) => {
      const settle = (inTime: boolean) => {
        clearTimeout(limit);
        writer.early.delete(seq);
        resolve(inTime);
      };
      const limit = setTimeout(() => settle(false), PATIENCE_MS);
      writer.early.set(seq, () => settle(true));
    });
  }

  #letGo({ next, early }: Writer): void {
    early.get(next)?.();
  }
}
