type Stream = 'stdout' | 'stderr';
type Tell = (stream: Stream, chunk: Uint8Array) => void;

/** Milliseconds that the kernel is given to bring what was written to the terminal before. */
const HELD_MS = 10;
const NEWLINE = 0x0a;

/**
 * A terminal is slower than a pipe: what a program writes to stderr, which is a pipe here, comes before what it said first on
 * stdout, a traceback before the last lines, and the questions that are asked on stderr (Python's input, read -p) before the
 * welcome. So stderr lets pass what comes on stdout right after it. Only a question on stdout comes after whole lines of stderr:
 * nothing is said after a question that waits for its answer.
 */
export class PromptOrder {
  readonly #tell: Tell;
  #held: Uint8Array[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(tell: Tell) {
    this.#tell = tell;
  }

  output(stream: Stream, chunk: Uint8Array): void {
    if (stream === 'stdout') this.#pass(chunk);
    else {
      this.#held.push(chunk);
      this.#timer ??= setTimeout(() => this.flush(), HELD_MS);
    }
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const chunk of this.#held.splice(0)) this.#tell('stderr', chunk);
  }

  #pass(chunk: Uint8Array): void {
    const isWhole = this.#held.at(-1)?.at(-1) === NEWLINE;
    const lines = isWhole ? chunk.lastIndexOf(NEWLINE) + 1 : chunk.length;
    if (lines > 0) this.#tell('stdout', chunk.subarray(0, lines));
    if (lines === chunk.length) return;
    this.flush();
    this.#tell('stdout', chunk.subarray(lines));
  }
}
