import { mkdtempSync } from 'node:fs';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Canary {
  readonly folder: string;
  readonly file: string;
  /** A word that stands in the file and nowhere else. */
  readonly text: string;
}

/** A folder on the host that everybody there may read, with one file in it. */
export async function canary(token: string): Promise<Canary> {
  const folder = `/var/tmp/canary-${token}`;
  const file = join(folder, 'secret.txt');
  const text = `told_${token.replaceAll('-', '_')}`;
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o755);
  await writeFile(file, `${text} is here\n`, { mode: 0o644 });
  return { folder, file, text };
}

export const forget = (token: string): Promise<void> => rm(`/var/tmp/canary-${token}`, { recursive: true, force: true });

/** A folder of the test's own, for what a naive judge would do. */
export const scratch = (): string => mkdtempSync(join(tmpdir(), 'naive-'));
