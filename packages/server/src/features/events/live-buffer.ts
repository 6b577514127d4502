import type { LiveEvent } from '../../platform/live/protocol.js';

/** Characters of base64 that a reader may be behind. */
const MOST = 4 * 1024 * 1024;
const MOST_EVENTS = 10_000;

/**
 * What a worker has sent and a reader has not taken yet. A reader who is too slow gets no more of it: from then on he is
 * given what the database keeps, which is all of it once the run has ended. Leaving out a piece in the middle would lose
 * it for him, because he would be past it.
 */
export class LiveBuffer {
  #events: LiveEvent[] = [];
  #size = 0;
  #overflowed = false;

  push(event: LiveEvent): void {
    this.#size += event.bytes?.length ?? 0;
    this.#overflowed ||= this.#size > MOST || this.#events.length >= MOST_EVENTS;
    if (!this.#overflowed) this.#events.push(event);
  }

  takeAll(): readonly LiveEvent[] {
    const events = this.#events;
    this.#events = [];
    this.#size = 0;
    return events;
  }

  get isEmpty(): boolean {
    return this.#events.length === 0;
  }
}
