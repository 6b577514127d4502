import type { Stdin } from '@cupel/domain';
import { INPUT_WINDOW_BYTES } from './protocol.gen.js';

const FRAME_BYTES = 64 << 10;

/**
 * Sends a run's input as far as the launcher has granted credit, and no further: a program that does not read costs one
 * window of memory, whatever the size of its input.
 */
export class InputPump {
  #credit = INPUT_WINDOW_BYTES;
  #wake: (() => void) | undefined;
  #source: AsyncIterator<Uint8Array> | undefined;
  #stopped = false;
  readonly #send: (bytes: Uint8Array) => void;

  /** @param send Takes the payload of one INPUT frame. */
  constructor(send: (bytes: Uint8Array) => void) {
    this.#send = send;
  }

  /** Ends when all was sent or the pump was stopped; rejects with what the stream rejected with. */
  async pump(stdin: Stdin): Promise<void> {
    if (stdin.kind === 'bytes') await this.#sendAll(stdin.bytes);
    else if (stdin.kind === 'stream') await this.#sendStream(stdin.chunks);
    else return;
    if (!this.#stopped) this.#send(new Uint8Array(0));
  }

  grant(bytes: number): void {
    this.#credit += bytes;
    this.#wake?.();
  }

  /** The program is gone. A source that still waits for somebody is told so, and not waited for. */
  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#wake?.();
    this.#source?.return?.().catch(() => undefined);
  }

  async #sendStream(chunks: AsyncIterable<Uint8Array>): Promise<void> {
    if (this.#stopped) return;
    this.#source = chunks[Symbol.asyncIterator]();
    while (!this.#stopped) {
      const { done, value } = await this.#source.next();
      if (done === true) return;
      await this.#sendAll(value);
    }
  }

  async #sendAll(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length && !this.#stopped; ) {
      const size = Math.min(this.#credit, FRAME_BYTES, bytes.length - at);
      if (size === 0) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        continue;
      }
      this.#credit -= size;
      this.#send(bytes.subarray(at, at + size));
      at += size;
    }
  }
}
