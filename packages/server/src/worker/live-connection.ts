import { setTimeout as sleep } from 'node:timers/promises';
import type { NewEvent } from '@cupel/store';
import { WebSocket } from 'ws';
import {
  ApiMessageSchema,
  LIVE_MAX_BYTES,
  LIVE_PATH,
  type LiveEvent,
  type Typed,
  type TypedAnswer,
  type WorkerMessage,
} from '../platform/live/protocol.js';

interface LiveSource {
  readonly epoch: number;
  readonly events: readonly NewEvent[];
}

/** What a worker is asked over the live channel. */
export interface LiveWorker {
  readonly worker: string;
  /** What runs here at this moment, by submission. */
  readonly find: (submission: string) => LiveSource | undefined;
  /** The submissions that can be typed into here. */
  readonly typedInto: () => readonly string[];
  /** Takes something typed. */
  readonly type: (submission: string, typed: Typed) => Promise<TypedAnswer>;
}

export interface LiveConnectionOptions extends LiveWorker {
  /** Base of one API process, as in `http://127.0.0.1:4096`. */
  readonly url: string;
  readonly token: string;
}

/** The live channel to one API process, opened anew whenever it breaks, until it is closed. Nothing waits for it. */
export interface LiveConnection {
  readonly isOpen: boolean;
  /** Sends the event where somebody looks at the submission there. */
  publish(submission: string, epoch: number, event: NewEvent): void;
  /** Says that a program can be typed into here, or no longer. */
  holds(submission: string, holds: boolean): void;
  /** It may be there again: tried at once, where it is not open. */
  hurry(): void;
  close(): void;
}

const PAUSE = { first: 100, most: 5_000 } as const;
/** A reader that cannot keep up must not fill the worker's memory; what is not sent lies in the database. */
const MOST_BUFFERED = 4 * LIVE_MAX_BYTES;

export function openLiveConnection({ url, token, worker, find, typedInto, type }: LiveConnectionOptions): LiveConnection {
  const watched = new Set<string>();
  let socket: WebSocket | undefined;
  let closed = false;
  let pausing = new AbortController();
  const send = (message: WorkerMessage) => {
    if (socket?.readyState === WebSocket.OPEN && socket.bufferedAmount < MOST_BUFFERED) socket.send(JSON.stringify(message));
  };
  const holds = (submission: string, held: boolean) => send({ type: 'holds', submission, holds: held });
  const watch = (submission: string) => {
    watched.add(submission);
    const source = find(submission);
    for (const event of source?.events ?? []) send(liveEvent(submission, source?.epoch ?? 0, event));
  };
  const obey = (text: string) => {
    const message = parse(text);
    if (message?.type === 'watch') watch(message.submission);
    if (message?.type === 'unwatch') watched.delete(message.submission);
    if (message?.type !== 'input') return;
    const { request, submission } = message;
    void type(submission, message).then((answer) => send({ type: 'typed', request, ...answer }));
  };
  const greet = () => {
    send({ type: 'hello', worker });
    for (const submission of typedInto()) holds(submission, true);
  };
  const session = () => {
    socket = connect(url, token);
    return lifeOf(socket, greet, obey);
  };
  const keep = async () => {
    for (let pause: number = PAUSE.first; !closed; pause = Math.min(pause * 2, PAUSE.most)) {
      const began = performance.now();
      pausing = new AbortController();
      await session();
      // The next session names anew what is looked at.
      watched.clear();
      if (performance.now() - began > PAUSE.most || pausing.signal.aborted) pause = PAUSE.first;
      if (!closed) await sleep(pause, undefined, { ref: false, signal: pausing.signal }).catch(() => undefined);
    }
  };
  void keep();
  return {
    get isOpen() {
      return socket?.readyState === WebSocket.OPEN;
    },
    publish: (submission, epoch, event) => {
      if (watched.has(submission)) send(liveEvent(submission, epoch, event));
    },
    holds,
    hurry: () => pausing.abort(),
    close: () => {
      closed = true;
      pausing.abort();
      socket?.terminate();
    },
  };
}

function connect(url: string, token: string): WebSocket {
  return new WebSocket(new URL(LIVE_PATH, url), {
    headers: { authorization: `Bearer ${token}` },
    maxPayload: LIVE_MAX_BYTES,
    handshakeTimeout: 5_000,
    perMessageDeflate: false,
  });
}

/** Resolves when it has closed. */
function lifeOf(socket: WebSocket, onOpen: () => void, onMessage: (text: string) => void): Promise<void> {
  return new Promise((resolve) => {
    socket.on('open', onOpen);
    socket.on('message', (data) => onMessage(String(data)));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
  });
}

function parse(text: string) {
  try {
    return ApiMessageSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function liveEvent(submission: string, epoch: number, { seq, kind, data, bytes }: NewEvent): LiveEvent {
  const event = { type: 'event' as const, submission, epoch, seq, kind: kind as LiveEvent['kind'], data };
  return bytes === undefined ? event : { ...event, bytes: Buffer.from(bytes).toString('base64') };
}
