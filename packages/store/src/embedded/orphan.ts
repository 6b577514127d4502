import { readFile, readlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CupelError } from '@cupel/domain';

const STOP_WITHIN = 30_000;

/**
 * Looks whether a PostgreSQL runs in the data folder already: one that outlived a supervisor which was killed, or
 * another supervisor's. Refuses with `postgres_in_use`, or stops it, which only the holder of the state folder's lock
 * may ask for.
 */
export async function stopOrphan(dataDir: string, orphan: 'refuse' | 'stop'): Promise<void> {
  const pid = await findPostmaster(dataDir);
  if (pid === undefined) return;
  if (orphan === 'refuse') throw new CupelError('postgres_in_use', { path: dataDir, pid });
  process.kill(pid, 'SIGINT');
  const giveUp = Date.now() + STOP_WITHIN;
  while ((await findPostmaster(dataDir)) === pid) {
    if (Date.now() > giveUp) throw new CupelError('postgres_in_use', { path: dataDir, pid });
    await sleep(50);
  }
}

/** The live postmaster of a data folder. Its pid file may be stale, and its pid another program's by now. */
async function findPostmaster(dataDir: string): Promise<number | undefined> {
  const text = await readFile(join(dataDir, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number(text.split('\n')[0]);
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  const [program, folder] = await Promise.all([linkOf(`/proc/${pid}/exe`), linkOf(`/proc/${pid}/cwd`)]);
  return program !== undefined && basename(program).startsWith('postgres') && folder === dataDir ? pid : undefined;
}

function linkOf(path: string): Promise<string | undefined> {
  return readlink(path).catch(() => undefined);
}
