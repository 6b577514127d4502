import { type ApiProcess, type Database, type Listener, listApiProcesses, type NewEvent } from '@cupel/store';
import { isLoopback } from '../platform/auth/addresses.js';
import { liveToken } from '../platform/live/token.js';
import { type LiveConnection, type LiveWorker, openLiveConnection } from './live-connection.js';

export interface LiveClientOptions extends LiveWorker {
  readonly database: Database;
  readonly listener: Listener;
  /** Where to go while none of the API processes that announce themselves is reached. */
  readonly apiUrl: string | undefined;
  /** The name of this machine. */
  readonly host: string;
}

export interface LiveClient {
  /** To be told of every event; only those that somebody looks at are sent, to each API process where somebody does. */
  publish(submission: string, epoch: number, event: NewEvent): void;
  /** Tells every API process that a program can be typed into here, or no longer. */
  holds(submission: string, holds: boolean): void;
  close(): void;
}

const LOOK_EVERY = 3_000;

/**
 * The worker's end of the live channel: a connection to every API process that lives, for a reader may have come to any of
 * them. Rejects where the database does not tell the token.
 */
export async function createLiveClient(options: LiveClientOptions): Promise<LiveClient> {
  const { database, listener, apiUrl, host } = options;
  const token = await liveToken(database);
  const connections = new Map<string, LiveConnection>();
  let closed = false;
  const follow = (wanted: ReadonlySet<string>) => {
    for (const [url, connection] of connections) {
      if (wanted.has(url)) continue;
      connection.close();
      connections.delete(url);
    }
    for (const url of wanted) if (!connections.has(url)) connections.set(url, openLiveConnection({ ...options, url, token }));
  };
  const look = async () => {
    // A database that is away says nothing of the API processes: those that are known stay.
    const processes = await listApiProcesses(database).catch(() => undefined);
    if (processes === undefined || closed) return;
    const announced = reachableUrls(processes, host);
    const isUnreached = announced.every((url) => connections.get(url)?.isOpen === false);
    follow(new Set(isUnreached && apiUrl !== undefined ? [...announced, new URL(apiUrl).origin] : announced));
  };
  const changed = () => {
    for (const connection of connections.values()) connection.hurry();
    void look();
  };
  listener.on('cupel_api', changed);
  listener.on('resync', changed);
  const timer = setInterval(() => void look(), LOOK_EVERY);
  await look();
  return {
    publish: (submission, epoch, event) => {
      for (const connection of connections.values()) connection.publish(submission, epoch, event);
    },
    holds: (submission, holds) => {
      for (const connection of connections.values()) connection.holds(submission, holds);
    },
    close: () => {
      closed = true;
      clearInterval(timer);
      listener.off('cupel_api', changed);
      listener.off('resync', changed);
      follow(new Set());
    },
  };
}

/** Another machine's loopback is not ours: whoever listens there on ours must not be shown the token. */
function reachableUrls(processes: readonly ApiProcess[], host: string): readonly string[] {
  const isHere = (url: string) => isLoopback(new URL(url).hostname.replace(/^\[|\]$/g, ''));
  const reachable = processes.filter(({ url, host: theirs }) => theirs === host || !isHere(url));
  return reachable.map(({ url }) => new URL(url).origin);
}
