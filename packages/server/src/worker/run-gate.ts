/**
 * Lets runs through together, or one alone. Exact timing asks for a host on which nothing else runs: whoever wants that waits
 * until those before it have ended, and those who come later wait for it.
 */
export class RunGate {
  #shared = 0;
  #alone = false;
  readonly #waiting: { readonly alone: boolean; readonly enter: () => void }[] = [];

  /** Runs beside others. Without anybody who wants to be alone this costs nothing. */
  async together<T>(run: () => Promise<T>): Promise<T> {
    if (this.#alone || this.#waiting.length > 0) await this.#wait(false);
    else this.#shared += 1;
    try {
      return await run();
    } finally {
      this.#shared -= 1;
      this.#admit();
    }
  }

  async alone<T>(run: () => Promise<T>): Promise<T> {
    if (this.#alone || this.#shared > 0 || this.#waiting.length > 0) await this.#wait(true);
    else this.#alone = true;
    try {
      return await run();
    } finally {
      this.#alone = false;
      this.#admit();
    }
  }

  #wait(alone: boolean): Promise<void> {
    return new Promise((enter) => this.#waiting.push({ alone, enter }));
  }

  /** In the order in which they came, so that neither kind waits for ever. */
  #admit(): void {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      if (this.#alone || (next.alone && this.#shared > 0)) return;
      this.#waiting.shift();
      if (next.alone) this.#alone = true;
      else this.#shared += 1;
      next.enter();
    }
  }
}
