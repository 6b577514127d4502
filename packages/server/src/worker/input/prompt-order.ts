type Stream = 'stdout' | 'stderr';
type Tell = (stream: Stream, chunk: Uint8Array) => void;

/** Milliseconds that the kernel is given to bring what was written to the terminal before. */
const HELD_MS = 10;
const NEWLINE = 0x0a;

/**
 * Programs at a terminal write their prompts to stderr (Python's input, read -p), and wait. Here stderr is a pipe, which is
 * quicker than a terminal: the question would come before what the program said first. So a piece of stderr that ends in the
 * middle of a line lets pass what comes on stdout right after it. Whole lines do not wait.
 */
export class PromptOrder {
  readonly #tell: Tell;
  #held: Uint8Array[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(tell: Tell) {
    this.#tell = tell;
  }

  output(stream: Stream, chunk: Uint8Array): void {
    if (stream === 'stdout') this.#tell(stream, chunk);
    else this.#hold(chunk);
  }

  #hold(chunk: Uint8Array): void {
    this.#held.push(chunk);
    if (chunk.at(-1) === NEWLINE) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), HELD_MS);
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const chunk of this.#held.splice(0)) this.#tell('stderr', chunk);
  }
}
