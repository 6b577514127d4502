import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/**
 * What is sent when something has happened. It only wakes: payloads are ids at most, and a wake-up may be missed
 * while the connection is away, so whoever listens also looks by himself now and then, and after `resync`.
 */
export interface Wakeups {
  /** A job was queued: the pool that it is of, or nothing. */
  cupel_job: [pool: string];
  /** A submission reached its end: its id. */
  cupel_done: [submissionId: string];
  /** A submission has new events: its id. */
  cupel_event: [submissionId: string];
  /** A submission was cancelled or deleted: its id. */
  cupel_cancel: [submissionId: string];
  /** There are messages: for the consumer named, or for any where it is empty. */
  cupel_outbox: [consumer: string];
  cupel_delivery: [payload: string];
  /** An API process has come: its id. */
  cupel_api: [id: string];
  /** The board of a contest has changed: the contest's id. */
  cupel_board: [contestId: string];
  /** Workers are to examine their machines. */
  cupel_doctor: [];
  /** The connection is there again: anything may have happened meanwhile. */
  resync: [];
}

export type WakeupChannel = Exclude<keyof Wakeups, 'resync'>;

const CHANNELS = [
  'cupel_job',
  'cupel_done',
  'cupel_event',
  'cupel_cancel',
  'cupel_outbox',
  'cupel_delivery',
  'cupel_api',
  'cupel_board',
  'cupel_doctor',
] as const;

export interface Listener {
  on<Name extends keyof Wakeups>(name: Name, handler: (...payload: Wakeups[Name]) => void): void;
  off<Name extends keyof Wakeups>(name: Name, handler: (...payload: Wakeups[Name]) => void): void;
  readonly connected: boolean;
  close(): Promise<void>;
}

const PING_EVERY = 15_000;
const LONGEST_PAUSE = 2_000;

/**
 * The one listening connection of a process, made anew whenever it breaks. It cannot go through a pooler that hands
 * connections out by transaction. Returns when it listens; throws where it cannot at first. A process that names the channels
 * it needs is not woken by the others.
 */
export async function listen(
  connectionString: string,
  applicationName: string,
  channels: readonly WakeupChannel[] = CHANNELS,
): Promise<Listener> {
  const emitter = new EventEmitter<Wakeups>();
  // Every waiting request is one.
  emitter.setMaxListeners(0);
  const connect = () => connectListener(connectionString, applicationName, channels, emitter);
  let closed = false;
  let current: Session | undefined = await connect();
  const keep = async () => {
    for (let pause = 50; !closed; ) {
      if (current) {
        await current.ended;
        current = undefined;
        pause = 50;
      } else {
        current = await connect().catch(() => undefined);
        if (current) emitter.emit('resync');
        else await sleep(pause);
        pause = Math.min(pause * 2, LONGEST_PAUSE);
      }
    }
    await current?.end();
  };
  const kept = keep();
  const close = async () => {
    closed = true;
    await current?.end();
    await kept;
  };
  const on: Listener['on'] = (name, handler) => {
    if (name !== 'resync' && !channels.includes(name)) throw new Error(`this process does not listen to ${name}`);
    emitter.on(name as never, handler as never);
  };
  const off: Listener['off'] = (name, handler) => void emitter.off(name as never, handler as never);
  return {
    on,
    off,
    close,
    get connected() {
      return current !== undefined;
    },
  };
}

interface Session {
  readonly ended: Promise<void>;
  end(): Promise<void>;
}

async function connectListener(
  connectionString: string,
  applicationName: string,
  channels: readonly WakeupChannel[],
  emitter: EventEmitter<Wakeups>,
): Promise<Session> {
  const client = new pg.Client({
    connectionString,
    application_name: applicationName,
    connectionTimeoutMillis: 5_000,
    query_timeout: 5_000,
    keepAlive: true,
  });
  const ended = new Promise<void>((resolve) => {
    client.on('end', () => resolve());
    client.on('error', () => resolve());
  });
  client.on('notification', ({ channel, payload }) => emitter.emit(channel as 'cupel_job', payload ?? ''));
  const end = () => client.end().catch(() => undefined);
  try {
    await client.connect();
    await client.query(channels.map((channel) => `LISTEN ${channel}`).join(';'));
  } catch (error) {
    await end();
    throw error;
  }
  // A peer that vanished without a word is noticed by asking.
  const ping = setInterval(() => void client.query('SELECT').catch(end), PING_EVERY);
  ping.unref();
  void ended.then(() => clearInterval(ping)).then(end);
  return { ended, end };
}
