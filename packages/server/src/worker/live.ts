import { setTimeout as sleep } from 'node:timers/promises';
import type { NewEvent } from '@cupel/store';
import { WebSocket } from 'ws';
import { ApiMessageSchema, LIVE_MAX_BYTES, LIVE_PATH, type LiveEvent, type WorkerMessage } from '../platform/live/protocol.js';

interface LiveSource {
  readonly epoch: number;
  readonly events: readonly NewEvent[];
}

export interface LiveClientOptions {
  /** Base of the API, as in `http://127.0.0.1:4096`. */
  readonly apiUrl: string;
  readonly token: string;
  readonly worker: string;
  /** What runs here at this moment, by submission. */
  readonly find: (submission: string) => LiveSource | undefined;
}

export interface LiveClient {
  /** To be told of every event; only those that somebody looks at are sent. */
  publish(submission: string, epoch: number, event: NewEvent): void;
  close(): void;
}

const LONGEST_PAUSE = 5_000;
/** A reader that cannot keep up must not fill the worker's memory; what is not sent lies in the database. */
const MOST_BUFFERED = 4 * LIVE_MAX_BYTES;

/** The worker's end of the live channel, opened anew whenever it breaks. Nothing waits for it. */
export function createLiveClient({ apiUrl, token, worker, find }: LiveClientOptions): LiveClient {
  const watched = new Set<string>();
  let socket: WebSocket | undefined;
  let closed = false;
  const send = (message: WorkerMessage) => {
    if (socket?.readyState === WebSocket.OPEN && socket.bufferedAmount < MOST_BUFFERED) socket.send(JSON.stringify(message));
  };
  const obey = (text: string) => {
    const message = parse(text);
    if (message?.type === 'unwatch') watched.delete(message.submission);
    if (message?.type !== 'watch') return;
    watched.add(message.submission);
    const source = find(message.submission);
    for (const event of source?.events ?? []) send(liveEvent(message.submission, source?.epoch ?? 0, event));
  };
  const session = () =>
    new Promise<void>((resolve) => {
      const current = new WebSocket(new URL(LIVE_PATH, apiUrl), {
        headers: { authorization: `Bearer ${token}` },
        maxPayload: LIVE_MAX_BYTES,
        handshakeTimeout: 5_000,
        perMessageDeflate: false,
      });
      socket = current;
      current.on('open', () => send({ type: 'hello', worker }));
      current.on('message', (data) => obey(String(data)));
      current.on('error', () => undefined);
      current.on('close', () => resolve());
    });
  const keep = async () => {
    for (let pause = 100; !closed; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
      const began = performance.now();
      await session();
      // Each API process names anew what it wants.
      watched.clear();
      if (performance.now() - began > LONGEST_PAUSE) pause = 100;
      if (!closed) await sleep(pause, undefined, { ref: false });
    }
  };
  void keep();
  return {
    publish: (submission, epoch, event) => {
      if (watched.has(submission)) send(liveEvent(submission, epoch, event));
    },
    close: () => {
      closed = true;
      socket?.terminate();
    },
  };
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
