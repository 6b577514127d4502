import type { Cupel } from './client.js';
import { CupelApiError } from './error.js';
import { newIdempotencyKey } from './idempotency.js';
import { pause } from './transport.js';
import type { InputRequest, InputTaken } from './types.js';

export interface TypingOptions {
  /** Nothing more is sent when it aborts. */
  readonly signal?: AbortSignal;
  /** Told of what was refused for good, as when the program has ended; the rest goes on. */
  readonly onProblem?: (error: CupelApiError) => void;
}

/** Somebody who types into a program. Whatever is typed arrives once and in its order; nothing here waits for it. */
export interface Typing {
  /** At a terminal Enter is `\r`, Ctrl-C `\u0003`, Ctrl-D `\u0004`. */
  type(text: string | Uint8Array): void;
  /** The input ends here. */
  end(): void;
  signal(name: NonNullable<InputRequest['signal']>): void;
  resize(size: NonNullable<InputRequest['terminal']>): void;
  /** To be called at the event `requeued`: the program begins anew, and nothing of before reaches it. */
  restart(): void;
  /** Resolves when all that was typed so far has arrived or was refused. */
  sent(): Promise<void>;
}

type Piece = { readonly bytes?: Uint8Array } & Pick<InputRequest, 'end' | 'signal' | 'terminal'>;

const MOST_BYTES = 32 * 1024;
const LONGEST_PAUSE = 5_000;
const PASSING = new Set([0, 429, 502, 503, 504]);
const OVER = new Set(['input_over', 'input_closed', 'submission_not_found', 'input_not_interactive']);

/** Types into the submission `id`, which was submitted with `interactive` or a `terminal`. */
export function typingOf(client: Cupel, id: string, { signal, onProblem }: TypingOptions = {}): Typing {
  let pieces: Piece[] = [];
  let writer = newIdempotencyKey();
  let seq = 1;
  let sending: Promise<void> | undefined;
  const path = `/api/submissions/${encodeURIComponent(id)}/input`;
  const deliver = async (piece: Piece) => {
    const from = writer;
    const body = { ...requestOf(piece), writer, seq };
    for (let turn = 0; from === writer && !signal?.aborted; turn += 1) {
      const refused = await client
        .call<InputTaken>({ method: 'POST', path, body, repeatable: false, signal })
        .then(() => undefined, asRefusal);
      if (from !== writer || signal?.aborted) return;
      if (refused === undefined) seq += 1;
      if (refused === undefined || !PASSING.has(refused.status)) return refused;
      const soon = refused.retryAfter === undefined ? 200 * 2 ** turn : refused.retryAfter * 1000;
      await pause(Math.min(LONGEST_PAUSE, soon), signal).catch(() => undefined);
    }
  };
  const sendAll = async () => {
    // What is typed in one go is sent in one go.
    await Promise.resolve();
    while (pieces.length > 0 && !signal?.aborted) {
      const piece = pieces.shift();
      const refused = piece && (await deliver(piece));
      if (refused === undefined) continue;
      if (OVER.has(refused.code)) pieces = [];
      onProblem?.(refused);
    }
    sending = undefined;
  };
  const push = (piece: Piece) => {
    pieces = joined(pieces, piece);
    sending ??= sendAll();
  };
  return {
    type: (text) => {
      const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
      for (let at = 0; at < bytes.length; at += MOST_BYTES) push({ bytes: bytes.subarray(at, at + MOST_BYTES) });
    },
    end: () => push({ end: true }),
    signal: (name) => push({ signal: name }),
    resize: (terminal) => push({ terminal }),
    restart: () => {
      pieces = [];
      writer = newIdempotencyKey();
      seq = 1;
    },
    sent: async () => sending,
  };
}

/** While one request is under way, what is typed gathers into the next; of several sizes the last counts. */
function joined(pieces: readonly Piece[], next: Piece): Piece[] {
  const last = pieces.at(-1);
  const before = pieces.slice(0, -1);
  if (last?.terminal && next.terminal) return [...before, next];
  const room = last?.bytes && next.bytes && last.bytes.length + next.bytes.length <= MOST_BYTES;
  if (!room || last.end) return [...pieces, next];
  const bytes = new Uint8Array(last.bytes.length + next.bytes.length);
  bytes.set(last.bytes);
  bytes.set(next.bytes, last.bytes.length);
  return [...before, { bytes }];
}

function requestOf({ bytes, ...rest }: Piece): InputRequest {
  if (bytes === undefined) return rest;
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return { ...rest, data: btoa(binary), encoding: 'base64' };
}

function asRefusal(error: unknown): CupelApiError {
  return error instanceof CupelApiError ? error : new CupelApiError(0, { error: String(error), code: 'unreachable' });
}
