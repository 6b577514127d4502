import { chmod, mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { CupelError } from '@cupel/domain';
import { isReachable, type System } from '@cupel/store';
import { type Config, SettingsSchema } from '../platform/settings/schema.js';

/** Where a service of the whole machine keeps its data when the clone lies below a home folder. */
export const MACHINE_WIDE = '/var/lib/cupel';

/**
 * The folder of what must outlive a restart, made where it is absent. The usual one lies in the clone; where that is closed to
 * the service's users, it is the machine's. Throws `data_dir_unreachable` where another was asked for and they cannot reach it.
 */
export async function openStateDir({ dataDir }: Config, users: readonly System[], say: (line: string) => void): Promise<string> {
  const wanted = resolve(dataDir);
  if (await isOpenTo(dirname(wanted), users)) return make(wanted);
  if (!isUsualDataDir({ dataDir })) throw new CupelError('data_dir_unreachable', { path: wanted });
  say(`${wanted} lies in a folder that is closed to the service's users; its data are kept in ${MACHINE_WIDE}.`);
  return make(MACHINE_WIDE);
}

export function isUsualDataDir({ dataDir }: Pick<Config, 'dataDir'>): boolean {
  return dataDir === SettingsSchema.shape.dataDir.parse(undefined);
}

async function isOpenTo(path: string, users: readonly System[]): Promise<boolean> {
  await mkdir(path, { recursive: true, mode: 0o755 });
  return (await Promise.all(users.map((user) => isReachable(path, user)))).every(Boolean);
}

async function make(path: string): Promise<string> {
  await mkdir(path, { recursive: true });
  await chmod(path, 0o711);
  return path;
}
