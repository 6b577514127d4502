import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../process.mjs';

/** What the built pages are made of. */
const SOURCES = ['packages/web', 'packages/sdk/src', 'languages', 'package-lock.json'];
const LEFT_OUT = new Set(['dist', 'node_modules']);

/** Whether the pages were built after everything that they are made of. */
export function pagesAreFresh() {
  const built = join(root, 'packages/web/dist/manifest.json');
  return existsSync(built) && SOURCES.every((path) => newest(join(root, path)) <= statSync(built).mtimeMs);
}

/** @param {string} path @returns {number} */
function newest(path) {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  const names = readdirSync(path).filter((name) => !LEFT_OUT.has(name) && !name.endsWith('.tsbuildinfo'));
  // A folder's own time tells of what was removed from it.
  return Math.max(stats.mtimeMs, ...names.map((name) => newest(join(path, name))));
}
