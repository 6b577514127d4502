import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Runs a program of the host to its end in a clean environment and gives what it printed; throws with what it complained of. */
export async function output(command: string, args: readonly string[], options: { readonly cwd?: string } = {}): Promise<string> {
  const env = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C.UTF-8' };
  const { stdout } = await execute(command, [...args], { ...options, env, maxBuffer: 64 << 20 });
  return stdout;
}

export interface Ended {
  /** What it complained of. */
  readonly stderr: string;
  /** Whether it had to be killed because its time was up. */
  readonly overdue: boolean;
}

/** Runs a program for at most `timeout` milliseconds, and not longer than this process lives: a guest without us would run on for ever. */
export function runFor(timeout: number, command: string, args: readonly string[]): Promise<Ended> {
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', command, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  const complaints: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk));
  return new Promise((resolve, reject) => {
    let overdue = false;
    const timer = setTimeout(() => {
      overdue = true;
      child.kill('SIGKILL');
    }, timeout);
    child.on('error', reject);
    child.on('close', () => {
      clearTimeout(timer);
      resolve({ stderr: Buffer.concat(complaints).toString(), overdue });
    });
  });
}
