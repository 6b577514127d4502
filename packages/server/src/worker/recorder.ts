import { performance } from 'node:perf_hooks';
import { RETURNED_BYTES } from '@cupel/judge';
import type { JsonObject, NewEvent } from '@cupel/store';

/** `postponed` is the end of a judging that the setter's own programs broke: it goes on when they are repaired. */
export type EventKind =
  | 'preparing'
  | 'compiling'
  | 'running'
  | 'usage'
  | 'output'
  | 'input'
  | 'test'
  | 'checked'
  | 'postponed'
  | 'done';
type Stream = 'stdout' | 'stderr';

/** Output is told in pieces of this length, or of what came within this many milliseconds. */
const PIECE_BYTES = 32 * 1024;
const PIECE_MS = 40;
const PROMPT_MS = 2;

export interface RecorderOptions {
  /** Bytes of each stream that are told; as many as a result returns unless given. */
  readonly most?: number;
  /** Somebody waits for each character that he types to be echoed: the first piece after a pause is told at once. */
  readonly prompt?: boolean;
}

/**
 * What happens to one submission under one lease, numbered from 1 without gaps. Kept until the end: whoever begins to look
 * late is told everything from the beginning.
 */
export class Recorder {
  readonly #events: NewEvent[] = [];
  readonly #told: Record<Stream, number> = { stdout: 0, stderr: 0 };
  readonly #publish: (event: NewEvent) => void;
  #pending: { readonly stream: Stream; readonly chunks: Uint8Array[]; bytes: number } | undefined;
  readonly #most: number;
  readonly #prompt: boolean;
  #timer: NodeJS.Timeout | undefined;
  #flushedAt = Number.NEGATIVE_INFINITY;
  #stored = 0;

  constructor(publish: (event: NewEvent) => void, { most = RETURNED_BYTES, prompt = false }: RecorderOptions = {}) {
    this.#publish = publish;
    this.#most = most;
    this.#prompt = prompt;
  }

  get events(): readonly NewEvent[] {
    return this.#events;
  }

  add(kind: EventKind, data: JsonObject, bytes?: Uint8Array): void {
    this.#flush();
    this.#push(kind, data, bytes);
  }

  output(stream: Stream, chunk: Uint8Array): void {
    const room = this.#most - this.#told[stream];
    if (room <= 0) return;
    const piece = chunk.subarray(0, room);
    this.#told[stream] += piece.length;
    if (this.#pending && this.#pending.stream !== stream) this.#flush();
    this.#pending ??= { stream, chunks: [], bytes: 0 };
    this.#pending.chunks.push(piece);
    this.#pending.bytes += piece.length;
    if (this.#pending.bytes >= PIECE_BYTES) this.#flush();
    else this.#timer ??= setTimeout(() => this.#flush(), this.#pause());
  }

  /** What is not in the database yet. */
  unstored(): readonly NewEvent[] {
    return this.#events.slice(this.#stored);
  }

  stored(upTo: number): void {
    this.#stored = Math.max(this.#stored, upTo);
  }

  /** Nothing comes any more. */
  close(): void {
    this.#flush();
  }

  /** Milliseconds in which more may come of the piece that has begun. No stream is cut into more pieces by being prompt. */
  #pause(): number {
    const since = performance.now() - this.#flushedAt;
    return this.#prompt && since > PIECE_MS ? PROMPT_MS : PIECE_MS;
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const pending = this.#pending;
    this.#pending = undefined;
    if (pending === undefined) return;
    this.#flushedAt = performance.now();
    this.#push('output', { stream: pending.stream }, Buffer.concat(pending.chunks));
  }

  #push(kind: EventKind, data: JsonObject, bytes?: Uint8Array): void {
    const event: NewEvent = { seq: this.#events.length + 1, kind, data, ...(bytes && { bytes }) };
    this.#events.push(event);
    this.#publish(event);
  }
}
