import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { CupelError } from '@cupel/domain';
import { isAlive, type ProcessRecord, recordOf } from './records.js';

const TRIES = 5;

/**
 * One service per data folder. The lock is a file that names its holder; that of a holder who is no more is taken over. Returns
 * what gives it back. Throws `service_running`.
 */
export async function lockFolder(path: string, folder: string): Promise<() => Promise<void>> {
  const own = recordOf(process.pid);
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, JSON.stringify(own), { mode: 0o644 });
  try {
    for (let tries = 0; tries < TRIES; tries += 1) {
      if (await takes(draft, path)) return () => rm(path, { force: true });
      const holder = await holderOf(path);
      if (holder && isAlive(holder)) throw new CupelError('service_running', { path: folder, pid: holder.pid });
      await rm(path, { force: true });
    }
  } finally {
    await rm(draft, { force: true });
  }
  throw new CupelError('service_running', { path: folder, pid: 'unknown' });
}

/** A link appears whole or not at all: nobody ever reads half a record. */
async function takes(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function holderOf(path: string): Promise<ProcessRecord | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as ProcessRecord;
  } catch {
    return undefined;
  }
}
