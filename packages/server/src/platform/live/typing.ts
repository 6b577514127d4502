import { randomUUID } from 'node:crypto';
import type { WebSocket } from 'ws';
import type { ApiMessage, Typed, TypedAnswer } from './protocol.js';

interface TypingOptions {
  /** Milliseconds that a worker is waited for. */
  readonly within: number;
  readonly signal: AbortSignal;
}

/** What was typed on its way to the worker that holds its program. */
export interface Typing {
  /**
   * Resolves with what became of it, with `waiting` where too much waits already, or with nothing where no worker took it in
   * time. Before a worker has the program it waits here: whoever is answered knows that it has arrived.
   */
  type(submission: string, typed: Typed, options: TypingOptions): Promise<TypedAnswer | 'waiting' | undefined>;
  holds(socket: WebSocket, submission: string, holds: boolean): void;
  answered(request: string, answer: TypedAnswer): void;
  /** This worker is no longer there: what it has not answered waits for the next that holds the program. */
  gone(socket: WebSocket): void;
}

interface Waiting {
  readonly submission: string;
  readonly typed: Typed;
  readonly settle: (answer: TypedAnswer | undefined) => void;
  sentTo: WebSocket | undefined;
}

/** Requests that wait at once, for one program and in all: each holds a piece of input in memory. */
const MOST_WAITING = 16;
const MOST_WAITING_IN_ALL = 1_000;

export function createTyping(send: (message: ApiMessage, to: Iterable<WebSocket>) => void): Typing {
  const holders = new Map<string, WebSocket>();
  const waiting = new Map<string, Waiting>();
  const pass = (request: string, one: Waiting) => {
    const holder = holders.get(one.submission);
    if (holder === undefined || one.sentTo === holder) return;
    one.sentTo = holder;
    send({ type: 'input', request, submission: one.submission, ...one.typed }, [holder]);
  };
  const type: Typing['type'] = (submission, typed, { within, signal }) => {
    const own = [...waiting.values()].filter((one) => one.submission === submission).length;
    if (own >= MOST_WAITING || waiting.size >= MOST_WAITING_IN_ALL) return Promise.resolve('waiting');
    const request = randomUUID();
    return new Promise((resolve) => {
      const giveUp = () => settle(undefined);
      const limit = setTimeout(giveUp, within);
      const settle = (answer: TypedAnswer | undefined) => {
        clearTimeout(limit);
        signal.removeEventListener('abort', giveUp);
        waiting.delete(request);
        resolve(answer);
      };
      signal.addEventListener('abort', giveUp, { once: true });
      const one: Waiting = { submission, typed, settle, sentTo: undefined };
      waiting.set(request, one);
      pass(request, one);
    });
  };
  const holds: Typing['holds'] = (socket, submission, held) => {
    if (held) holders.set(submission, socket);
    else if (holders.get(submission) === socket) holders.delete(submission);
    // In the order in which they came.
    for (const [request, one] of waiting) {
      if (one.submission !== submission) continue;
      if (held) pass(request, one);
      else if (one.sentTo === socket) one.settle({ outcome: 'elsewhere' });
    }
  };
  const gone = (socket: WebSocket) => {
    for (const [submission, holder] of holders) if (holder === socket) holders.delete(submission);
    for (const one of waiting.values()) if (one.sentTo === socket) one.sentTo = undefined;
  };
  return { type, holds, gone, answered: (request, answer) => waiting.get(request)?.settle(answer) };
}
