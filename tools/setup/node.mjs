import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, Stop } from '../process.mjs';

/** Refuses a Node older than the one that package.json asks for. */
export function requireNode() {
  const wanted = /** @type {{ engines: { node: string } }} */ (readJson(join(root, 'package.json'))).engines.node;
  if (isOlder(process.versions.node, wanted.replace(/^>=/, ''))) {
    throw new Stop(
      `Cupel needs Node ${wanted}; this is ${process.versions.node}. Install a newer one from nodejs.org or by: npx -y node@24`,
    );
  }
}

/** @param {string} version @param {string} least */
export function isOlder(version, least) {
  const [have, want] = [version, least].map((text) => text.split('.').map(Number));
  for (let part = 0; part < 3; part += 1) {
    const difference = (have?.[part] ?? 0) - (want?.[part] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/**
 * Whether node_modules is what package-lock.json says. npm keeps a lock file of what it has installed; packages for other
 * platforms are in the first and not in the second.
 */
export function nodePackagesAreFresh() {
  const installedLock = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedLock)) return false;
  const wanted = lockedPackages(join(root, 'package-lock.json'));
  const installed = lockedPackages(installedLock);
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.startsWith('node_modules/')) return true;
    const found = installed[path];
    return found ? found.version === entry.version && found.link === entry.link : entry.optional === true;
  });
}

/** The packages alone: what they do must work before their tests do. */
export function packagesToBuild() {
  const packages = readdirSync(join(root, 'packages')).map((name) => join('packages', name));
  return packages.filter((path) => existsSync(join(root, path, 'tsconfig.json')));
}

/** @typedef {{ version?: string, link?: boolean, optional?: boolean }} LockEntry */

/** @param {string} path @returns {Record<string, LockEntry>} */
function lockedPackages(path) {
  return /** @type {{ packages: Record<string, LockEntry> }} */ (readJson(path)).packages;
}

/** @param {string} path @returns {unknown} */
function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}
