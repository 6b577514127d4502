import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** The host as root sees it, so that no program has to be believed. */

const SHARED_FOLDERS = ['/tmp', '/var/tmp', '/dev/shm', '/run', '/run/lock', '/box', '/'];

export const readHost = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

const linkTo = (path: string): string => {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
};

const namesIn = (path: string): readonly string[] => {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
};

/** Processes with that word in their arguments, whatever namespace they are in. */
export const processesWith = (token: string): readonly number[] =>
  namesIn('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => readHost(`/proc/${name}/cmdline`).includes(token))
    .map(Number);

/** A line of /proc/PID/status, without its name. */
export const statusOf = (pid: number, field: string): string =>
  new RegExp(`^${field}:\\s*(.*)$`, 'm').exec(readHost(`/proc/${pid}/status`))?.[1] ?? '';

export const descriptorsOf = (pid: number): readonly string[] =>
  namesIn(`/proc/${pid}/fd`).map((name) => linkTo(`/proc/${pid}/fd/${name}`));

export const userNamespaceOf = (pid: number): string => linkTo(`/proc/${pid}/ns/user`);

/** Files with that word in their name, in the folders that programs share. */
export const filesWith = (token: string): readonly string[] =>
  SHARED_FOLDERS.flatMap((folder) =>
    namesIn(folder)
      .filter((name) => name.includes(token) && !name.startsWith(`canary-${token}`))
      .map((name) => join(folder, name)),
  );

/** The System V key that stands for the word. */
export const ipcKey = (token: string): number => Number.parseInt(token.slice(-7), 16);

/** "shm 0123 7": kind, key and id of the host's System V objects with the key of that word. */
export const ipcObjects = (token: string): readonly string[] =>
  ['shm', 'sem', 'msg'].flatMap((kind) =>
    readHost(`/proc/sysvipc/${kind}`)
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter(([key]) => key === String(ipcKey(token)))
      .map(([key, id]) => `${kind} ${key} ${id}`),
  );

/** Everything below a folder: kind, owner, mode and content. */
export const fingerprint = (path: string): string => {
  const hash = createHash('sha256');
  const visit = (at: string): void => {
    const stat = lstatSync(at);
    hash.update(`${at} ${stat.mode} ${stat.uid} ${stat.gid} ${stat.nlink}\n`);
    if (stat.isDirectory()) for (const name of namesIn(at).toSorted()) visit(join(at, name));
    else if (stat.isFile()) hash.update(readFileSync(at));
  };
  visit(path);
  return hash.digest('hex');
};

/** What no run may change, whatever else happens on the host meanwhile. */
export const world = (token: string) => ({
  processes: processesWith(token),
  files: filesWith(token),
  ipc: ipcObjects(token),
  keys: readHost('/proc/keys')
    .split('\n')
    .filter((line) => line.includes(token)),
  mounts: readHost('/proc/self/mountinfo')
    .split('\n')
    .filter((line) => line.includes(token)),
  corePattern: readHost('/proc/sys/kernel/core_pattern'),
  hostname: readHost('/proc/sys/kernel/hostname'),
  canaries: namesIn('/var/tmp')
    .filter((name) => name === `canary-${token}`)
    .map((name) => fingerprint(join('/var/tmp', name))),
});
