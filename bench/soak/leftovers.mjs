/** What is there of ours, counted from outside: processes, mounts, descriptors, files. */
import { readdirSync, readFileSync } from 'node:fs';

/** Mounts of a box, should one ever be seen outside of its namespace. */
const OURS = / (cupel|scratch|program|artefacts|terminal) |\/mnt\/judge/;
const FOLDERS = ['/tmp', '/dev/shm', '/var/tmp', '/run/cupel', '/mnt'];

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // a process that has ended meanwhile
  }
}

/** @param {string} path */
function entries(path) {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

/** @param {number} pid */
function childrenOf(pid) {
  const numbers = entries('/proc').filter((name) => /^\d+$/.test(name));
  return numbers.map(Number).filter(
    (other) =>
      Number(
        read(`/proc/${other}/stat`)
          .replace(/^.*\) \S+ /, '')
          .split(' ')[0],
      ) === pid,
  );
}

/** Whatever was orphaned in a box is its init's, and that is the launcher's. @param {number} pid @returns {number} */
function descendantsOf(pid) {
  return childrenOf(pid).reduce((sum, child) => sum + 1 + descendantsOf(child), 0);
}

/** The launcher that this process has started. */
export function findLauncher() {
  const [pid] = childrenOf(process.pid).filter((child) => read(`/proc/${child}/cmdline`).includes('cupel-launcher'));
  if (pid === undefined) throw new Error('the launcher is no child of this process');
  return pid;
}

/** @param {number} launcher */
export function leftovers(launcher) {
  return {
    children: childrenOf(launcher).length,
    descendants: descendantsOf(launcher),
    mounts: read(`/proc/${launcher}/mountinfo`).split('\n').length - 1,
    mountsOfTheHost: read('/proc/self/mountinfo')
      .split('\n')
      .filter((line) => OURS.test(line)).length,
    launcherDescriptors: entries(`/proc/${launcher}/fd`).length,
    ownDescriptors: entries('/proc/self/fd').length,
    files: FOLDERS.reduce((sum, folder) => sum + entries(folder).length, 0),
  };
}

/** Bytes. @param {number} pid */
export function residentOf(pid) {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) * 1024;
}
