import { setTimeout as sleep } from 'node:timers/promises';
import { CupelError } from '@cupel/domain';
import { type Database, type Listener, listen, migrate, openDatabase, type WakeupChannel } from '@cupel/store';
import type { Log } from '../../platform/log/log.js';
import type { Config } from '../../platform/settings/schema.js';
import type { ReadyMessage } from '../child.js';

/** What a role works with, and what ends it. */
export interface Role {
  readonly ready: Omit<ReadyMessage, 'type'>;
  stop(): Promise<void>;
}

export interface RoleContext {
  readonly config: Config;
  readonly database: Database;
  readonly listener: Listener;
  readonly log: Log;
}

/** A worker is busy enough without the ends that it has told itself; the API hears everything but what wakes workers. */
const CHANNELS = {
  worker: ['cupel_job', 'cupel_cancel', 'cupel_api', 'cupel_doctor'],
  api: ['cupel_done', 'cupel_event', 'cupel_cancel', 'cupel_outbox', 'cupel_delivery', 'cupel_board'],
} as const satisfies Record<string, readonly WakeupChannel[]>;

const PATIENCE_MS = 60_000;
/** Milliseconds: whoever waits for an answer is better told that there is none. */
const LONGEST_STATEMENT = 5_000;
/** What does not end by itself by then is left to die with the process. */
const LONGEST_STOP_MS = 10_000;

/**
 * Runs one role until it is told to stop: by a signal, or because the supervisor is no more. Throws what keeps it from
 * starting; a database that is away at first is waited for.
 */
export async function runRole(
  name: 'api' | 'worker',
  config: Config,
  log: Log,
  start: (context: RoleContext) => Promise<Role>,
): Promise<void> {
  const connectionString = requireDatabase(config);
  await whenThere(() => migrate(connectionString), log);
  const max = config.databaseConnections;
  const limits = { minConnections: Math.min(4, max), maxConnections: max, statementTimeout: LONGEST_STATEMENT };
  const database = openDatabase({ connectionString, applicationName: `cupel ${name}`, ...limits });
  const listener = await whenThere(() => listen(connectionString, `cupel ${name}`, CHANNELS[name]), log);
  const stopped = stopSignal();
  try {
    const role = await start({ config, database, listener, log });
    process.send?.({ type: 'ready', ...role.ready } satisfies ReadyMessage);
    log.info({ role: name, ...role.ready }, 'ready');
    const why = await stopped;
    log.info({ role: name, why }, 'stopping');
    setTimeout(() => process.exit(1), LONGEST_STOP_MS).unref();
    await role.stop();
  } finally {
    await listener.close();
    await database.close();
    if (process.connected) process.disconnect();
  }
}

function requireDatabase({ databaseUrl }: Config): string {
  if (databaseUrl !== undefined) return databaseUrl;
  throw new CupelError('config_bad', { source: 'settings', name: 'DATABASE_URL', problem: 'is needed by this role' });
}

async function whenThere<T>(attempt: () => Promise<T>, log: Log): Promise<T> {
  for (let waited = 0, pause = 100; ; waited += pause, pause = Math.min(pause * 2, 2_000)) {
    try {
      return await attempt();
    } catch (error) {
      const passing = error instanceof CupelError ? error.code === 'database_unavailable' : isRefused(error);
      if (!passing || waited > PATIENCE_MS) throw error;
      log.warn({ problem: error instanceof Error ? error.message : String(error) }, 'waiting for the database');
      await sleep(pause);
    }
  }
}

/** The listener tells what the socket says. */
function isRefused(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ECONNREFUSED' || code === 'ENOENT' || code === '57P03' || code === 'ECONNRESET';
}

function stopSignal(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve(signal));
    process.on('disconnect', () => resolve('the supervisor is gone'));
  });
}
