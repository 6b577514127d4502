import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** What a launcher holds, as the host sees it: the launcher itself is not asked. */
export interface Traces {
  readonly processes: number;
  readonly cgroups: readonly string[];
  readonly mounts: number;
  readonly hostMounts: number;
  readonly descriptors: number;
}

const CGROUP_ROOTS = ['/sys/fs/cgroup', ...namesIn('/sys/fs/cgroup').map((name) => `/sys/fs/cgroup/${name}`)];

/** The launcher that this process has started. Throws where there is none or more than one. */
export function launcherPid(binary: string): number {
  const own = processes().filter(
    (pid) => parentOf(pid) === process.pid && attempt(() => readlinkSync(`/proc/${pid}/exe`)) === binary,
  );
  if (own.length !== 1 || own[0] === undefined) throw new Error(`${own.length} launchers are children of this process`);
  return own[0];
}

export function tracesOf(launcher: number): Traces {
  return {
    processes: descendants(launcher).length,
    cgroups: cgroupsOf(launcher),
    mounts: lines(`/proc/${launcher}/mountinfo`),
    hostMounts: lines('/proc/self/mountinfo'),
    descriptors: namesIn(`/proc/${launcher}/fd`).length,
  };
}

/** Directories that carry the launcher's number, in every hierarchy. */
export function cgroupsOf(launcher: number): readonly string[] {
  const own = CGROUP_ROOTS.flatMap((root) =>
    namesIn(`${root}/cupel`)
      .filter((name) => name.startsWith(`${launcher}.`))
      .map((name) => `${root}/cupel/${name}`),
  );
  return own.flatMap(foldersFrom).sort();
}

/** Bytes. */
export function residentMemory(pid: number): number {
  const kilobytes = /^VmRSS:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) * 1024;
}

/** Processes below `root`, whatever namespaces they are in, itself left out. */
export function descendants(root: number): readonly number[] {
  const parents = new Map(processes().map((pid) => [pid, parentOf(pid)]));
  const below = (pid: number): number[] =>
    [...parents].filter(([, parent]) => parent === pid).flatMap(([child]) => [child, ...below(child)]);
  return below(root);
}

function processes(): number[] {
  return namesIn('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function parentOf(pid: number): number {
  return Number(/^PPid:\s*(\d+)$/m.exec(attempt(() => readFileSync(`/proc/${pid}/status`, 'utf8')))?.[1] ?? 0);
}

function foldersFrom(path: string): string[] {
  const below = attempt(() => readdirSync(path, { withFileTypes: true }), []).filter((entry) => entry.isDirectory());
  return [path, ...below.flatMap(({ name }) => foldersFrom(`${path}/${name}`))];
}

function namesIn(path: string): readonly string[] {
  return attempt(() => readdirSync(path), []);
}

function lines(path: string): number {
  return readFileSync(path, 'utf8').trimEnd().split('\n').length;
}

/** What is in /proc may be gone at any moment. */
function attempt(look: () => string): string;
function attempt<T>(look: () => T, otherwise: T): T;
function attempt<T>(look: () => T, otherwise?: T): T | string {
  try {
    return look();
  } catch {
    return otherwise ?? '';
  }
}
