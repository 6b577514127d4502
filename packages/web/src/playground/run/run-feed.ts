import type { Result, SubmissionEvent } from '@cupel/sdk';
import type { Stream, TerminalKind } from '../terminal/display.ts';

export interface FeedReader {
  /** Another run begins, or the same one anew. */
  onReset(): void;
  onPiece(stream: Stream, bytes: Uint8Array): void;
  /** A word of the page's own. */
  onNote(text: string): void;
}

interface Piece {
  readonly stream: Stream;
  readonly bytes: Uint8Array;
}

/** More than the service lets such a program write. */
const MOST_BYTES = 6 * 1024 * 1024;

/** What the run of this tab has written and what was typed into it, as bytes: for a terminal, whenever that is opened. */
export class RunFeed {
  readonly #readers = new Set<FeedReader>();
  #pieces: Piece[] = [];
  #bytes = 0;
  /** What the run that is told of is typed into by; undefined where all its input was given. */
  kind: TerminalKind | undefined;

  begin(kind: TerminalKind | undefined): void {
    this.kind = kind;
    this.#reset();
  }

  take(events: readonly SubmissionEvent[]): void {
    if (this.kind === undefined) return;
    for (const event of events) {
      if (event.kind === 'requeued') this.#reset();
      if (event.kind === 'output') this.#push(event.data.stream, bytesOf(event.data.base64));
      if (event.kind === 'input') this.#push('stdin', bytesOf(event.data.base64));
    }
  }

  /** A run whose events are no longer kept still has its outputs. */
  end({ stdout, stderr }: Result): void {
    if (this.kind === undefined || this.#pieces.length > 0) return;
    this.#push('stdout', new TextEncoder().encode(stdout ?? ''));
    this.#push('stderr', new TextEncoder().encode(stderr ?? ''));
  }

  note(text: string): void {
    for (const reader of this.#readers) reader.onNote(text);
  }

  /** Tells all that there was, and what comes; returns what ends it. */
  read(reader: FeedReader): () => void {
    reader.onReset();
    for (const { stream, bytes } of this.#pieces) reader.onPiece(stream, bytes);
    this.#readers.add(reader);
    return () => void this.#readers.delete(reader);
  }

  #reset(): void {
    this.#pieces = [];
    this.#bytes = 0;
    for (const reader of this.#readers) reader.onReset();
  }

  #push(stream: Stream, bytes: Uint8Array): void {
    if (bytes.length === 0 || this.#bytes > MOST_BYTES) return;
    this.#pieces.push({ stream, bytes });
    this.#bytes += bytes.length;
    for (const reader of this.#readers) reader.onPiece(stream, bytes);
  }
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
