import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { runLogged, Stop, say, step } from '../process.mjs';

/** Cleans nothing from the environment: proxies and certificates of the machine's owner must reach apt. */
const quiet = { DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' };
const waitForLock = ['-o', 'DPkg::Lock::Timeout=900'];
const REPORT_EVERY = 20;

/** @param {import('./packages.mjs').Packages} packages */
export async function installDebianPackages({ required, optional }) {
  const missing = missingPackages([...required, ...optional]);
  if (missing.length === 0) return;
  const needed = required.filter((name) => missing.includes(name));
  refuseWithoutRoot(needed);
  if (process.getuid?.() !== 0) return nameLeftOut(missing, 'they need root to install');

  if (!listsAreThere() || available(needed).length < needed.length) await update();
  if (needed.length > 0) await install(needed);
  const wanted = optional.filter((name) => missing.includes(name) && !needed.includes(name));
  const offered = available(wanted);
  if (offered.length > 0 && !(await tryInstall(offered))) for (const name of offered) await tryInstall([name]);
  nameLeftOut(missingPackages(wanted), 'Debian does not offer them here');
}

/**
 * Those of `names` that are not installed. A package that another one provides counts as installed.
 * @param {readonly string[]} names
 */
function missingPackages(names) {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own format
  const query = spawnSync('dpkg-query', ['--show', '--showformat', '${db:Status-Abbrev} ${Package} ${Provides}\\n'], {
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });
  if (query.error) {
    throw new Stop(`This is not a Debian-like system (no dpkg-query). Install these by hand, then run again: ${names.join(' ')}`);
  }
  return missingFrom(query.stdout, names);
}

/** @param {string} listing lines of "status package provides" @param {readonly string[]} names */
export function missingFrom(listing, names) {
  const installed = new Set();
  for (const line of listing.split('\n')) {
    if (!line.startsWith('ii')) continue;
    const [, name, ...provides] = line.replace(/\(.*?\)/g, '').split(/[\s,]+/);
    for (const one of [name, ...provides]) installed.add(one);
  }
  return names.filter((name) => !installed.has(name));
}

/** @param {readonly string[]} names those without which nothing works */
function refuseWithoutRoot(names) {
  if (names.length === 0 || process.getuid?.() === 0) return;
  throw new Stop(
    `These Debian packages are missing and installing them needs root. Type:\n\n    sudo apt-get install -y ${names.join(' ')}\n`,
  );
}

function listsAreThere() {
  try {
    return readdirSync('/var/lib/apt/lists').some((name) => name.endsWith('_Packages') || name.endsWith('_Packages.lz4'));
  } catch {
    return false;
  }
}

/** Those of `names` for which apt has a candidate. @param {readonly string[]} names */
function available(names) {
  const policy = spawnSync('apt-cache', ['policy', ...names], { encoding: 'utf8', env: { ...process.env, ...quiet } });
  const offered = new Set(
    [...policy.stdout.matchAll(/^(\S+):\n {2}Installed: .*\n {2}Candidate: (?!\(none\))/gm)].map((match) => match[1]),
  );
  return names.filter((name) => offered.has(name));
}

async function update() {
  await step('apt-update', 'Debian packages: fetching the lists', ['apt-get', ...waitForLock, 'update'], { env: quiet });
}

/** @param {readonly string[]} names */
async function install(names) {
  const what = `Debian packages: installing ${names.join(', ')}`;
  const options = { env: quiet, onLine: progress() };
  await step('apt-install', what, installCommand(names), options).catch(async () => {
    // Lists that have grown old name versions that the mirrors have dropped.
    await update();
    await step('apt-install', what, installCommand(names), options);
  });
}

/** @param {readonly string[]} names */
async function tryInstall(names) {
  say(`Debian packages, optional: installing ${names.join(', ')} …`);
  return (await runLogged('apt-optional', installCommand(names), { env: quiet, onLine: progress() })) === 0;
}

/** @param {readonly string[]} names */
function installCommand(names) {
  return ['apt-get', ...waitForLock, 'install', '--yes', '--no-install-recommends', ...names];
}

/** A line for every so many packages: a JDK and three compilers take minutes, and silence looks like a hang. */
function progress() {
  let total = '?';
  let done = 0;
  return (/** @type {string} */ line) => {
    total = /(\d+) newly installed/.exec(line)?.[1] ?? total;
    if (!line.startsWith('Setting up ')) return;
    done += 1;
    if (done % REPORT_EVERY === 0) say(`  ${done} of ${total} set up`);
  };
}

/** @param {readonly string[]} names @param {string} because */
function nameLeftOut(names, because) {
  if (names.length > 0) say(`Left out, and what wants them will say so (${because}): ${names.join(', ')}`);
}
