import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

export const launcherFolder = join(import.meta.dirname, '../../native/launcher');

export const built = (name: string): string => join(launcherFolder, 'build', name);

export interface Ended {
  readonly status: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function run(file: string, args: readonly string[] = [], options: { cwd?: string } = {}): Ended {
  const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' };
  const { status, signal, stdout, stderr, error } = spawnSync(file, [...args], { env, encoding: 'utf8', ...options });
  if (error) throw error;
  return { status, signal, stdout, stderr };
}

/** One at a time: two of them would write the same object files. */
export function make(...targets: string[]): Ended {
  mkdirSync(built(''), { recursive: true });
  return run('flock', [built('.lock'), 'make', '--no-print-directory', '-C', launcherFolder, ...targets]);
}

/** Where a program of Debian's is, or nothing where its package is not installed. */
export const findProgram = (name: string): string | undefined =>
  ['/usr/bin', '/usr/local/bin', '/bin'].map((folder) => join(folder, name)).find(existsSync);
