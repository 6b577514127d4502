import type { RunControl, TerminalSize } from '@cupel/domain';
import type { Typed, TypedAnswer, TypedOutcome } from '../../platform/live/protocol.js';
import { Writers } from './writers.js';

/** What lies here unread at most: whoever types into a program that does not read is told so. */
const MOST_UNREAD = 64 * 1024;
/** All that may be typed into one run. */
const MOST_IN_ALL = 1024 * 1024;
/** Signals that wait for the program to begin. */
const MOST_AHEAD = 16;

export interface TypedInputOptions {
  /** The terminal's first size, where the program has one. */
  readonly terminal?: TerminalSize | undefined;
  /** Given with the submission: read before anything that is typed. */
  readonly first?: Uint8Array | undefined;
  /** Hears of what is taken. A terminal echoes by itself, a pipe does not. */
  readonly onTaken?: (bytes: Uint8Array, end: boolean) => void;
}

/**
 * What somebody types into one program. It is taken from the claim on, so that whoever types ahead while it is compiled loses
 * nothing, and reaches the program as fast as that reads.
 */
export class TypedInput {
  readonly #options: TypedInputOptions;
  readonly #writers = new Writers();
  readonly #unread: Uint8Array[];
  readonly #ahead: number[] = [];
  #size: TerminalSize | undefined;
  #unreadBytes = 0;
  #bytes = 0;
  #ended = false;
  #over = false;
  #control: RunControl | undefined;
  #wake: (() => void) | undefined;
  /** Called when the run is over. */
  onClose: () => void = () => undefined;

  constructor(options: TypedInputOptions = {}) {
    this.#options = options;
    this.#size = options.terminal;
    this.#unread = options.first === undefined ? [] : [options.first];
  }

  /** As it is at this moment: whoever has no terminal has none. */
  get terminal(): TerminalSize | undefined {
    return this.#size;
  }

  /** What the program reads; to be asked for once. It ends when the end was typed, or the run is over. */
  async *chunks(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const chunk = this.#unread.shift();
      if (chunk !== undefined) {
        this.#unreadBytes = Math.max(0, this.#unreadBytes - chunk.length);
        yield chunk;
      } else if (this.#ended || this.#over) return;
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
    }
  }

  /** Takes something typed, whole or not at all. */
  async take(typed: Typed): Promise<TypedAnswer> {
    const { writer, seq } = typed;
    const work = () => ({ outcome: this.#take(typed) });
    return writer === undefined || seq === undefined ? work() : this.#writers.inTurn(writer, seq, work);
  }

  /** The program runs: what was sent ahead besides the input is done now. */
  started(control: RunControl): void {
    this.#control = control;
    if (this.#size !== undefined) control.resize(this.#size);
    for (const signal of this.#ahead.splice(0)) control.signal(signal);
  }

  /** The program has ended, or never began. */
  close(): void {
    this.#over = true;
    this.#wake?.();
    this.onClose();
  }

  #take(typed: Typed): TypedOutcome {
    const bytes = typed.data === undefined ? undefined : Buffer.from(typed.data, 'base64');
    const problem = this.#problemOf(typed, bytes?.length ?? 0);
    if (problem !== undefined) return problem;
    if (bytes !== undefined && bytes.length > 0) this.#push(bytes);
    if (typed.end) this.#ended = true;
    if (bytes !== undefined || typed.end) this.#options.onTaken?.(bytes ?? new Uint8Array(), typed.end === true);
    this.#wake?.();
    if (typed.signal !== undefined) this.#signal(typed.signal);
    if (typed.terminal !== undefined) this.#resize(typed.terminal);
    return 'taken';
  }

  #problemOf({ data, end, terminal }: Typed, size: number): TypedOutcome | undefined {
    if (this.#over) return 'ended';
    if (this.#ended && (data !== undefined || end)) return 'closed';
    if (terminal !== undefined && this.#size === undefined) return 'no_terminal';
    if (this.#bytes + size > MOST_IN_ALL) return 'too_much';
    // However long one piece is, it goes in where nothing lies before it.
    return size > 0 && this.#unreadBytes > 0 && this.#unreadBytes + size > MOST_UNREAD ? 'full' : undefined;
  }

  #push(bytes: Uint8Array): void {
    this.#unread.push(bytes);
    this.#unreadBytes += bytes.length;
    this.#bytes += bytes.length;
  }

  #signal(number: number): void {
    if (this.#control !== undefined) this.#control.signal(number);
    else if (this.#ahead.length < MOST_AHEAD) this.#ahead.push(number);
  }

  #resize(size: TerminalSize): void {
    this.#size = size;
    this.#control?.resize(size);
  }
}
