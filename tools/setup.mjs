#!/usr/bin/env node
/**
 * Everything that stands between a fresh clone and a first run: Debian packages, npm packages, the TypeScript, the
 * pages, the launcher. Safe to repeat; with nothing to do it ends within a second.
 *
 *     node tools/setup.mjs [--tests] [--bench]
 */
import { pathToFileURL } from 'node:url';
import { runTool, say, step } from './process.mjs';
import { installDebianPackages } from './setup/debian.mjs';
import { launcherIsFresh } from './setup/launcher.mjs';
import { nodePackagesAreFresh, packagesToBuild, requireNode } from './setup/node.mjs';
import { benchPackages, packagesFor, testPackages } from './setup/packages.mjs';
import { pagesAreFresh } from './setup/pages.mjs';

/** @typedef {'tests' | 'bench'} Extra */

/**
 * Not `npm ci`: it refuses a lock file that lacks the packages of other platforms, and a registry that mirrors only some
 * leaves them out when the lock file is made. This one takes the locked versions too, checks their hashes, and writes none.
 */
const npmInstall = [...npm(), 'install', '--no-save'];

/** The npm that runs us, with our own Node: Debian's nodejs, which the languages install, may come first in PATH and be older. */
function npm() {
  const path = process.env.npm_execpath;
  return path?.endsWith('npm-cli.js') ? [process.execPath, path] : ['npm'];
}

/** @param {readonly Extra[]} extras */
export async function setUp(extras) {
  const started = performance.now();
  requireNode();
  await installDebianPackages(
    packagesFor([...(extras.includes('tests') ? testPackages : []), ...(extras.includes('bench') ? benchPackages : [])]),
  );
  if (!nodePackagesAreFresh()) await step('npm', 'npm packages: installing what package-lock.json names', npmInstall);
  await step('tsc', 'TypeScript: building', [process.execPath, 'node_modules/typescript/bin/tsc', '-b', ...packagesToBuild()]);
  if (!pagesAreFresh())
    await step('pages', 'Pages: building', [process.execPath, 'node_modules/vite/bin/vite.js', 'build', 'packages/web']);
  if (!launcherIsFresh()) await step('launcher', 'Launcher: compiling', ['make', '-C', 'native/launcher']);
  // It lies where only root writes; without it Java starts as it always does.
  if (process.getuid?.() === 0)
    await step('java', 'Java: preparing warm starts', [process.execPath, 'native/warm/java/prepare.mjs']);
  say(`Set up (${((performance.now() - started) / 1000).toFixed(1)} s).`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await runTool(async () => {
    await setUp(/** @type {Extra[]} */ (['tests', 'bench']).filter((extra) => process.argv.includes(`--${extra}`)));
    return 0;
  });
}
