/**
 * The supervisor. Started by root, it starts four processes and starts again what dies: the launcher, which stays root;
 * PostgreSQL, the API and the worker, each as a system user of its own. Started by an ordinary user, everything runs as that
 * user, the launcher in a user namespace. It listens to nobody. When it is told to stop, they end
 * in the order in which they need each other. When it is killed, the API and the worker notice and end, the kernel tells the
 * launcher and PostgreSQL, which waits for those two; what should be left all the same is ended by the next start.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CupelError } from '@cupel/domain';
import { migrate, type System } from '@cupel/store';
import type { Config } from '../platform/settings/schema.js';
import { keepDatabaseUrl } from './administration.js';
import { announcement } from './announce.js';
import { type ReadyMessage, startChild } from './child.js';
import { type RunnableCode, readableCode } from './code.js';
import { inviteFirstAdmin, makeFirstKey, startPostgres } from './database.js';
import { environmentOf } from './environment.js';
import { type Kept, keepAlive } from './keep-alive.js';
import { launcherSocket, startLauncher } from './launcher.js';
import { lockFolder } from './lock.js';
import { ChildRecords } from './records.js';
import { lacksWalls, ordinaryUser } from './rootless.js';
import { openStateDir } from './state-dir.js';
import { untilReady } from './until-ready.js';
import { ensureUsers, type ServiceUsers } from './users.js';

const REPOSITORY = fileURLToPath(new URL('../../../../', import.meta.url));
const LAUNCHER = join(REPOSITORY, 'native/launcher/build/cupel-launcher');
/** An API drains for 5 seconds, a worker for less. */
const GRACE_MS = 8_000;
const WORKER_OOM_SCORE = -900;

export type Part = 'postgres' | 'api' | 'worker';

export interface ServeOptions {
  readonly config: Config;
  /** What to run on this machine: a worker brings its launcher; PostgreSQL is left out where DATABASE_URL names one. */
  readonly parts: readonly Part[];
  /** The command that was typed, for a message that asks to type it as root. */
  readonly command: string;
  readonly say: (line: string) => void;
}

interface House {
  readonly options: ServeOptions;
  readonly config: Config;
  readonly stateDir: string;
  readonly users: ServiceUsers;
  readonly code: RunnableCode;
  readonly records: ChildRecords;
  readonly kept: Kept[];
}

/** Runs until SIGTERM or SIGINT. Throws `not_root` (where only root may write), `service_running`, `user_not_made`, and what keeps a part from starting. */
export async function serve(options: ServeOptions): Promise<void> {
  const told = stopSignal();
  const users = await ensureUsers(options.say);
  const all: readonly System[] = Object.values(users);
  const stateDir = await openStateDir(options.config, all, options.say).catch((error: NodeJS.ErrnoException) => {
    // A clone of somebody else's, or data that root's service keeps.
    if (error.code === 'EACCES' && ordinaryUser() !== undefined) throw new CupelError('not_root', { command: options.command });
    throw error;
  });
  const unlock = await lockFolder(join(stateDir, 'service.lock'), stateDir);
  const records = new ChildRecords(join(stateDir, 'children.json'));
  const kept: Kept[] = [];
  try {
    await records.endOrphans();
    const code = await readableCode(REPOSITORY, stateDir, [users.api, users.worker]);
    const permissive =
      options.config.permissive || (options.parts.includes('worker') && (await lacksWalls(LAUNCHER, options.say)));
    const config = { ...options.config, permissive, dataDir: stateDir };
    const up = bringUp({ options, config, stateDir, users, code, records, kept });
    // Told to stop while it starts: what has started by then is stopped.
    const stopped = await Promise.race([up.then(() => false), told.then(() => true)]);
    if (stopped) await up.catch(() => undefined);
    else await told;
    options.say('Stopping.');
  } finally {
    await stopAll(kept);
    await unlock();
  }
}

async function bringUp(house: House): Promise<void> {
  const { options, config, stateDir, users, records, kept } = house;
  const { parts, say } = options;
  const databaseUrl = await bringUpDatabase(house);
  const firstKey = parts.includes('api') ? await makeFirstKey(databaseUrl) : undefined;
  const adminPath = parts.includes('api') ? await inviteFirstAdmin(databaseUrl) : undefined;
  const ready: { url?: string; slots?: number; missing?: readonly string[] } = {};
  const settings = { ...config, databaseUrl };
  if (parts.includes('api')) await keepRole(house, 'api', settings, (message) => Object.assign(ready, message));
  if (parts.includes('worker')) {
    const start = () => startLauncher(LAUNCHER, stateDir, users.worker, config, records);
    kept.push(await keepAlive({ name: 'The launcher', start }, say));
    const apiUrl = config.apiUrl ?? ready.url;
    const own = { ...settings, launcherSocket: launcherSocket(stateDir), ...(apiUrl !== undefined && { apiUrl }) };
    await keepRole(house, 'worker', own, (message) => Object.assign(ready, message));
  }
  if (ready.url !== undefined && parts.includes('worker')) await untilReady(ready.url);
  const { url = config.apiUrl ?? '', slots = 0, missing = [] } = ready;
  say(
    parts.includes('api')
      ? announcement({ url, stateDir, slots, missing, firstKey, adminPath }, config)
      : `The worker is ready (${slots} runs at once).`,
  );
}

async function bringUpDatabase({ options, config, stateDir, users, records, kept }: House): Promise<string> {
  if (config.databaseUrl !== undefined) {
    await migrate(config.databaseUrl);
    return config.databaseUrl;
  }
  if (!options.parts.includes('postgres'))
    throw new CupelError('config_bad', { source: 'settings', name: 'DATABASE_URL', problem: 'is needed' });
  let connectionString = '';
  const start = async () => {
    const running = await startPostgres(stateDir, users.postgres, records, options.say);
    ({ connectionString } = running);
    return running;
  };
  kept.push(await keepAlive({ name: 'PostgreSQL', start }, options.say));
  await migrate(connectionString);
  await keepDatabaseUrl(stateDir, connectionString);
  return connectionString;
}

async function keepRole(
  { options, users, code, records, kept }: House,
  role: 'api' | 'worker',
  settings: Config,
  onReady: (message: ReadyMessage) => void,
): Promise<void> {
  let env = environmentOf(settings);
  const start = () =>
    startChild(
      {
        name: `the ${role}`,
        argv: [code.node, join(code.root, 'packages/cli/bin/cupel.js'), 'role', role],
        env,
        system: users[role],
        speaks: true,
        grace: GRACE_MS,
        ...(role === 'worker' && { oomScore: WORKER_OOM_SCORE }),
        onReady: (message) => {
          // A port that was chosen by the kernel stays the same when the API is started again.
          if (message.url !== undefined) env = { ...env, CUPEL_PORT: new URL(message.url).port };
          onReady(message);
        },
      },
      records,
    );
  kept.push(await keepAlive({ name: role === 'api' ? 'The API' : 'The worker', start }, options.say));
}

/** Those who ask first, then those who are asked. */
async function stopAll(kept: readonly Kept[]): Promise<void> {
  const stop = (names: readonly string[]) =>
    Promise.all(kept.filter(({ name }) => names.includes(name)).map((one) => one.stop()));
  await stop(['The API', 'The worker']);
  await stop(['The launcher']);
  await stop(['PostgreSQL']);
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve());
  });
}
