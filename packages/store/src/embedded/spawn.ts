/**
 * Starts the embedded PostgreSQL. Besides the sandbox only the supervisor starts processes; this file is its hand for
 * this one child, and is used by tests and benchmarks, too. tools/checks/layers.mjs names it as the exception.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { CupelError } from '@cupel/domain';
import pg from 'pg';
import { endingWithStarter } from './end-with-starter.js';
import { stopOrphan } from './orphan.js';
import { type Command, type EmbeddedOptions, type EmbeddedPlan, prepareEmbedded } from './prepare.js';
import { DATABASE } from './settings.js';

export interface EmbeddedServer {
  readonly connectionString: string;
  readonly pid: number;
  /** Settles when PostgreSQL has ended, whoever ended it. */
  readonly exited: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  /** Lets no new work in, rolls back what runs, writes all down. */
  stop(): Promise<void>;
}

export interface SpawnOptions extends EmbeddedOptions {
  /** Each line that PostgreSQL writes. */
  readonly onLog?: (line: string) => void;
  /** What to do with a PostgreSQL that an earlier, killed supervisor left in this data folder. */
  readonly orphan?: 'refuse' | 'stop';
  /** Ends in order when its starter is killed: it takes nobody new then, and waits for those that are there to leave. */
  readonly endsWithStarter?: boolean;
  /** Milliseconds in which it must answer; recovery after a crash counts. */
  readonly startTimeout?: number;
}

/** After a kill -9, children of the old postmaster hold its shared memory for a moment. */
const RETRY_FOR = 15_000;
const STILL_HELD = /lock file "[^"]*" already exists|shared memory block .* is still in use/;

/** Prepares, creates where needed, starts, and waits until it takes connections. Throws `postgres_*`. */
export async function startEmbedded(options: SpawnOptions): Promise<EmbeddedServer> {
  const plan = await prepareEmbedded(options);
  if (plan.create) await createCluster(plan.create);
  const server = await spawnEmbedded(plan, options);
  await createDatabase(plan.adminConnectionString);
  return server;
}

/** Starts a prepared PostgreSQL; a second time, too, after it was killed. */
export async function spawnEmbedded(plan: EmbeddedPlan, options: Omit<SpawnOptions, 'stateDir'> = {}): Promise<EmbeddedServer> {
  await stopOrphan(plan.dataDir, options.orphan ?? 'refuse');
  const giveUp = Date.now() + RETRY_FOR;
  // SIGTERM is the smart shutdown: an API and a worker that end as well may still write what they have.
  const argv = options.endsWithStarter ? endingWithStarter(plan.serve.argv, 'TERM') : plan.serve.argv;
  for (;;) {
    const attempt = start({ ...plan.serve, argv }, options.onLog);
    if (await becomesReady(attempt, plan, options.startTimeout ?? 60_000)) return running(attempt, plan);
    const log = attempt.lastLines();
    if (!STILL_HELD.test(log) || Date.now() > giveUp) throw new CupelError('postgres_not_started', { problem: log });
    await sleep(200);
  }
}

interface Attempt {
  readonly child: ChildProcess;
  readonly exited: EmbeddedServer['exited'];
  lastLines(): string;
}

function start(command: Command, onLog: ((line: string) => void) | undefined): Attempt {
  const [program = '', ...args] = command.argv;
  const child = spawn(program, args, {
    env: { ...command.env },
    cwd: command.cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: Ctrl-C in the terminal is for the supervisor, which stops things in their order.
    detached: true,
    ...(command.system && { uid: command.system.uid, gid: command.system.gid }),
  });
  const lines: string[] = [];
  const keep = (chunk: Buffer) => {
    for (const line of chunk.toString().split('\n').filter(Boolean)) {
      lines.push(line);
      if (lines.length > 20) lines.shift();
      onLog?.(line);
    }
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  child.on('error', (error) => lines.push(error.message));
  const exited = new Promise<Awaited<EmbeddedServer['exited']>>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  return { child, exited, lastLines: () => lines.join('\n') };
}

async function becomesReady(attempt: Attempt, plan: EmbeddedPlan, timeout: number): Promise<boolean> {
  const giveUp = Date.now() + timeout;
  let ended = false;
  void attempt.exited.then(() => {
    ended = true;
  });
  while (!ended) {
    if (await answers(plan.adminConnectionString)) return !ended;
    if (Date.now() > giveUp) {
      attempt.child.kill('SIGQUIT');
      throw new CupelError('postgres_not_started', { problem: `no answer after ${timeout / 1000} s\n${attempt.lastLines()}` });
    }
    await sleep(20);
  }
  return false;
}

async function answers(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    // A wrong password will not get better by waiting.
    if (code === '28P01')
      throw new CupelError('postgres_not_started', { problem: 'its password is not the one kept' }, { cause: error });
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function running({ child, exited }: Attempt, plan: EmbeddedPlan): EmbeddedServer {
  const { connectionString } = plan;
  const stop = async () => {
    // SIGINT is the fast shutdown, SIGQUIT the immediate one, after which the next start recovers.
    child.kill('SIGINT');
    const timer = setTimeout(() => child.kill('SIGQUIT'), 20_000);
    await exited;
    clearTimeout(timer);
  };
  return { connectionString, pid: child.pid ?? 0, exited, stop };
}

async function createCluster({ command, adopt }: NonNullable<EmbeddedPlan['create']>): Promise<void> {
  const attempt = start(command, undefined);
  const { code } = await attempt.exited;
  if (code !== 0) throw new CupelError('postgres_not_started', { problem: attempt.lastLines() });
  await adopt();
}

async function createDatabase(adminConnectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminConnectionString });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
}
