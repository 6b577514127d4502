import { statfs } from 'node:fs/promises';

const LEAST_BYTES = 1024 ** 3;
const LEAST_SHARE = 0.05;

/** Whether a file system is so full that what is begun now might not be written down. */
export function isTooFull({ free, total }: { readonly free: number; readonly total: number }): boolean {
  return free < LEAST_BYTES || free < total * LEAST_SHARE;
}

/** The first of the folders whose file system is too full; undefined when there is room everywhere. */
export async function findFullFolder(folders: readonly string[]): Promise<string | undefined> {
  for (const folder of folders) {
    const stats = await statfs(folder).catch(() => undefined);
    if (stats && isTooFull({ free: stats.bavail * stats.bsize, total: stats.blocks * stats.bsize })) return folder;
  }
  return undefined;
}
