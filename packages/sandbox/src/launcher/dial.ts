import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from './connection.js';

const FIRST_DELAY_MS = 50;
const LONGEST_DELAY_MS = 5000;
/** A launcher that lived so long did not die of being started. */
const SETTLED_MS = 10_000;

/** A living connection, and what to wait for after its end. */
export interface Line {
  readonly connection: Connection;
  /** Resolves when nothing of the other side is left. */
  readonly ended: Promise<unknown>;
}

/**
 * Keeps one connection to a launcher: the first who asks after it was lost makes a new one, and all others share it.
 * Where starting goes wrong again and again, each attempt waits longer than the one before, up to 5 seconds.
 */
export class Dial {
  readonly #open: () => Promise<Line>;
  readonly #onLost: (connection: Connection) => void;
  #line: Promise<Line> | undefined;
  #misfortunes = 0;

  /** @param onLost Called when a connection is gone, before anybody can get the next one. */
  constructor(open: () => Promise<Line>, onLost: (connection: Connection) => void) {
    this.#open = open;
    this.#onLost = onLost;
  }

  /** Rejects with what `open` rejected with; asking again tries again. */
  async get(): Promise<Line> {
    for (;;) {
      this.#line ??= this.#attempt();
      const line = await this.#line;
      if (line.connection.isOpen) return line;
      await line.connection.closed;
    }
  }

  /** Ends the connection, if there is one, and waits until nothing is left of it. */
  async end(): Promise<void> {
    const line = await this.#line?.catch(() => undefined);
    line?.connection.end();
    await Promise.all([line?.connection.closed, line?.ended]);
  }

  async #attempt(): Promise<Line> {
    if (this.#misfortunes > 0) await sleep(Math.min(FIRST_DELAY_MS * 2 ** (this.#misfortunes - 1), LONGEST_DELAY_MS));
    try {
      const line = await this.#open();
      this.#watch(line, Date.now());
      return line;
    } catch (error) {
      this.#forget();
      throw error;
    }
  }

  async #watch({ connection }: Line, since: number): Promise<void> {
    await connection.closed;
    if (Date.now() - since >= SETTLED_MS) this.#misfortunes = 0;
    this.#onLost(connection);
    this.#forget();
  }

  #forget(): void {
    this.#line = undefined;
    this.#misfortunes += 1;
  }
}
