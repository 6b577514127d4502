import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Log } from '../log/log.js';
import {
  type ApiMessage,
  LIVE_MAX_BYTES,
  LIVE_PATH,
  type LiveEvent,
  type TypedAnswer,
  type WorkerMessage,
  WorkerMessageSchema,
} from './protocol.js';
import { sameToken } from './token.js';
import { createTyping, type Typing } from './typing.js';

export interface LiveHub {
  /** Calls back with every event of a submission that a worker of this process sends; returns what ends it. */
  watch(submissionId: string, onEvent: (event: LiveEvent) => void): () => void;
  /** Hands what somebody types to the worker that holds its program; see `Typing`. */
  readonly type: Typing['type'];
  connections(): number;
  /** Takes over the WebSockets of a server. */
  listen(server: Server): void;
  close(): void;
}

const PING_EVERY = 15_000;

/** Joins workers, who send, to readers of event streams. Keeps nothing: whoever comes late is served by the worker. */
export function createLiveHub(token: string, log: Log): LiveHub {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LIVE_MAX_BYTES, perMessageDeflate: false });
  const watchers = new Map<string, Set<(event: LiveEvent) => void>>();
  const tell = (message: ApiMessage, to: Iterable<WebSocket> = sockets.clients) => {
    for (const socket of to) if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
  };
  const typing = createTyping(tell);
  const receive = (text: string, from: WebSocket) => {
    const message = parseMessage(text);
    if (message === undefined) return false;
    if (message.type === 'event') for (const onEvent of watchers.get(message.submission) ?? []) onEvent(message);
    if (message.type === 'holds') typing.holds(from, message.submission, message.holds);
    if (message.type === 'typed') typing.answered(message.request, answerOf(message));
    return true;
  };
  const accept = (socket: WebSocket) => {
    socket.on('message', (data) => {
      if (!receive(String(data), socket)) socket.close(1008, 'not a message of the live channel');
    });
    socket.on('error', (error) => log.warn({ problem: error.message }, 'live channel'));
    socket.on('close', () => typing.gone(socket));
    keepAlive(socket);
    for (const submission of watchers.keys()) tell({ type: 'watch', submission }, [socket]);
  };
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const shown = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const known = request.url === LIVE_PATH && sameToken(shown, token);
    if (known) sockets.handleUpgrade(request, socket, head, accept);
    else socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  };
  const watch: LiveHub['watch'] = (submission, onEvent) => {
    const others = watchers.get(submission) ?? new Set();
    watchers.set(submission, others.add(onEvent));
    tell({ type: 'watch', submission });
    return () => {
      others.delete(onEvent);
      if (others.size > 0) return;
      watchers.delete(submission);
      tell({ type: 'unwatch', submission });
    };
  };
  const close = () => {
    for (const socket of sockets.clients) socket.terminate();
    sockets.close();
  };
  return {
    watch,
    type: typing.type,
    connections: () => sockets.clients.size,
    listen: (server) => void server.on('upgrade', upgrade),
    close,
  };
}

function answerOf({ outcome, next }: Extract<WorkerMessage, { type: 'typed' }>): TypedAnswer {
  return { outcome, ...(next !== undefined && { next }) };
}

function parseMessage(text: string) {
  try {
    return WorkerMessageSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** A worker whose host vanished says nothing; it is noticed by asking. */
function keepAlive(socket: WebSocket): void {
  let heard = true;
  const timer = setInterval(() => {
    if (!heard) return socket.terminate();
    heard = false;
    socket.ping();
  }, PING_EVERY);
  timer.unref();
  socket.on('pong', () => {
    heard = true;
  });
  socket.on('close', () => clearInterval(timer));
}
