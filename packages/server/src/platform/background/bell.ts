/** Wakes whoever waits, and remembers that it was rung while nobody did. Rings when the signal aborts. */
export class Bell {
  #rung = false;
  #wake: () => void = () => undefined;

  constructor(signal: AbortSignal) {
    signal.addEventListener('abort', () => this.ring(), { once: true });
  }

  ring(): void {
    this.#rung = true;
    this.#wake();
  }

  /** Until it rings, for so many milliseconds at most. */
  async wait(most: number): Promise<void> {
    if (!this.#rung) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, most);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#rung = false;
  }
}
