/** Bytes of one stream that may be under way from the launcher: what a slow consumer costs. */
export const OUTPUT_WINDOW_BYTES = 256 << 10;

/** Credit is given back in pieces of this size, so that a program which writes single bytes does not cost a frame for each. */
const GRANT_BYTES = OUTPUT_WINDOW_BYTES / 4;

interface OutputTapOptions {
  readonly keepBytes: number;
  readonly onChunk: (chunk: Uint8Array) => void | Promise<void>;
  /** Lets the launcher send so many bytes more. */
  readonly grant: (bytes: number) => void;
}

/** Takes one stream of a run: hands every chunk on, keeps the first of them, and grants credit as the consumer has taken them. */
export class OutputTap {
  readonly #options: OutputTapOptions;
  #chunks: Uint8Array[] = [];
  #kept = 0;
  #consumed = 0;

  constructor(options: OutputTapOptions) {
    this.#options = options;
  }

  /** Rejects with what the consumer rejected with; nothing more is granted then. */
  async take(chunk: Uint8Array): Promise<void> {
    const kept = chunk.subarray(0, Math.max(0, this.#options.keepBytes - this.#kept));
    if (kept.length > 0) this.#chunks.push(kept);
    this.#kept += kept.length;
    const consumed = this.#options.onChunk(chunk);
    if (consumed !== undefined) await consumed;
    this.#consumed += chunk.length;
    if (this.#consumed < GRANT_BYTES) return;
    this.#options.grant(this.#consumed);
    this.#consumed = 0;
  }

  /** What was kept, and forgets it. */
  finish(): Uint8Array {
    const bytes = Buffer.concat(this.#chunks);
    this.#chunks = [];
    return bytes;
  }
}
