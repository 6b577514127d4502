import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../.cupel/guest/', import.meta.url));

/**
 * The path of `<kind>-<hash of the key>` in the cache, made by `fill` where it is not there yet. Several test files may
 * want the same thing at once: each makes its own and the first one stays. Older ones of the kind are dropped.
 */
export async function cached(kind: string, key: string, fill: (path: string) => Promise<void> | void): Promise<string> {
  const name = `${kind}-${createHash('sha256').update(key).digest('hex').slice(0, 16)}`;
  const path = join(folder, name);
  if (existsSync(path)) return path;
  mkdirSync(folder, { recursive: true });
  const workshop = mkdtempSync(join(folder, 'new-'));
  try {
    await fill(join(workshop, name));
    if (!existsSync(path)) renameSync(join(workshop, name), path);
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
  for (const other of readdirSync(folder)) {
    if (other.startsWith(`${kind}-`) && other !== name) rmSync(join(folder, other), { recursive: true, force: true });
  }
  return path;
}

/** A folder for what one guest leaves, emptied: `.cupel/guest/log/<name>`. */
export function logFolder(name: string): string {
  const path = join(folder, 'log', name);
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path, { recursive: true });
  return path;
}
