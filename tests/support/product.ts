import { readdirSync, readFileSync } from 'node:fs';
import { type Launcher, startLauncher } from '@cupel/sandbox';
import { LAUNCHER } from './paths.js';
import { WARMTH } from './warmth.js';

/** The shipped launcher through the shipped client, and its process as the host sees it. */
export interface Product {
  readonly sandbox: Launcher;
  readonly pid: number;
  readonly file: string;
  close(): Promise<void>;
}

const read = (path: string): string => {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return ''; // The process has gone in the meantime.
  }
};

const isOurLauncher = (pid: string): boolean =>
  read(`/proc/${pid}/cmdline`).includes('cupel-launcher') &&
  new RegExp(`^PPid:\\s+${process.pid}$`, 'm').test(read(`/proc/${pid}/status`));

/** Started for the caller alone, so that it may be looked at, stopped and measured. */
export async function startProduct(): Promise<Product> {
  const sandbox = await startLauncher({ binary: LAUNCHER, warm: WARMTH });
  const pids = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter(isOurLauncher)
    .map(Number);
  return { sandbox, pid: Math.max(...pids), file: LAUNCHER, close: () => sandbox.close() };
}
