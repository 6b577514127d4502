import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { CupelError } from '@cupel/domain';
import type { System } from '@cupel/store';
import type { Running } from './keep-alive.js';
import type { ChildRecords } from './records.js';

export interface ChildPlan {
  readonly name: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly system?: System | undefined;
  /** Whether it says by itself when it is ready, over a channel; otherwise `isReady` is asked. */
  readonly speaks: boolean;
  /** Resolves when it can be used. */
  readonly isReady?: () => Promise<boolean>;
  /** Told to the kernel: less than 0 makes it a later victim when memory runs out. */
  readonly oomScore?: number;
  /** Milliseconds between being asked to end and being made to. */
  readonly grace: number;
  readonly onReady?: (message: ReadyMessage) => void;
}

/** What a child of ours says over its channel when it is ready. */
export interface ReadyMessage {
  readonly type: 'ready';
  readonly url?: string;
  readonly slots?: number;
  readonly missing?: readonly string[];
}

const READY_MS = 60_000;
const ASK_MS = 10;

/** Starts a process in an empty environment, as its user; resolves when it is ready. Throws `child_not_started`. */
export async function startChild(plan: ChildPlan, records: ChildRecords): Promise<Running> {
  const [program = '', ...args] = plan.argv;
  const child = spawn(program, args, {
    env: { ...plan.env },
    cwd: '/',
    // A session of its own: Ctrl-C in a terminal is for the supervisor, which stops things in their order.
    detached: true,
    stdio: plan.speaks ? ['ignore', 'inherit', 'inherit', 'ipc'] : ['ignore', 'inherit', 'inherit'],
    ...(plan.system && { uid: plan.system.uid, gid: plan.system.gid }),
  });
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal === null ? `code ${code}` : signal));
  });
  const running = { pid: child.pid ?? 0, exited, stop: () => stopChild(child, exited, plan.grace) };
  if (child.pid !== undefined) await adopt(child.pid, plan, records);
  const problem = await readiness(child, plan, exited);
  if (problem === undefined) return running;
  await running.stop();
  throw new CupelError('child_not_started', { name: plan.name, problem });
}

async function adopt(pid: number, { oomScore }: ChildPlan, records: ChildRecords): Promise<void> {
  await records.add(pid);
  if (oomScore === undefined) return;
  try {
    writeFileSync(`/proc/${pid}/oom_score_adj`, String(oomScore));
  } catch {
    // It has gone already, or we are in a container that may not: then it is a victim like any other.
  }
}

async function stopChild(child: ChildProcess, exited: Promise<string>, grace: number): Promise<void> {
  if (child.pid === undefined) return;
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), grace);
  await exited;
  clearTimeout(timer);
}

/** Resolves to undefined when it is ready, else to why not. */
async function readiness(child: ChildProcess, plan: ChildPlan, exited: Promise<string>): Promise<string | undefined> {
  let over = false;
  void exited.then(() => {
    over = true;
  });
  const said = new Promise<undefined>((resolve) => {
    child.on('message', (message: ReadyMessage) => {
      if (message.type !== 'ready') return;
      plan.onReady?.(message);
      resolve(undefined);
    });
  });
  const asked = new Promise<undefined>((resolve) => {
    const ask = async () => {
      if (over) return;
      if (await plan.isReady?.()) resolve(undefined);
      else setTimeout(ask, ASK_MS);
    };
    if (!plan.speaks) void ask();
  });
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`not ready after ${READY_MS / 1000} s`), READY_MS);
  });
  // A timer that is left would hold up the supervisor's own end by a minute.
  return Promise.race([exited, said, asked, limit]).finally(() => clearTimeout(timer));
}
