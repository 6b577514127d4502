/** Slots of the worker that nothing runs in at the moment. */
export interface SpareSlots {
  /** The most that this worker runs at once. */
  readonly most: number;
  /** Takes one that is free; false where there is none. */
  borrow(): boolean;
  giveBack(): void;
}

/**
 * In which slots the tests of one submission run: its own, and those that are free at that moment. A borrowed one goes back after
 * every run, so whoever comes meanwhile waits for one test and not for all of them.
 */
export class Seats {
  readonly #spare: SpareSlots;
  readonly #waiting: (() => void)[] = [];
  #ownIsFree = true;

  constructor(spare: SpareSlots) {
    this.#spare = spare;
  }

  async during<T>(run: () => Promise<T>): Promise<T> {
    const giveBack = await this.#take();
    try {
      return await run();
    } finally {
      giveBack();
      this.#waiting.shift()?.();
    }
  }

  async #take(): Promise<() => void> {
    for (;;) {
      if (this.#ownIsFree) {
        this.#ownIsFree = false;
        return () => {
          this.#ownIsFree = true;
        };
      }
      if (this.#spare.borrow()) return () => this.#spare.giveBack();
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }
}
