import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a control may take of the host, whatever walls it lacks. */
const MOST_TASKS = 400;
const MOST_MEMORY = 768 << 20;

const V1 = '/sys/fs/cgroup';

interface Place {
  readonly folder: string;
  readonly limits: Readonly<Record<string, number>>;
}

const places = (name: string): readonly Place[] =>
  existsSync(`${V1}/memory`)
    ? [
        {
          folder: `${V1}/memory/${name}`,
          limits: { 'memory.limit_in_bytes': MOST_MEMORY, 'memory.memsw.limit_in_bytes': MOST_MEMORY },
        },
        { folder: `${V1}/pids/${name}`, limits: { 'pids.max': MOST_TASKS } },
      ]
    : [{ folder: `${V1}/${name}`, limits: { 'memory.max': MOST_MEMORY, 'memory.swap.max': 0, 'pids.max': MOST_TASKS } }];

/** The launcher's own cgroups lie beside the guard's: what holds its runs, whatever they lack, is bounded as well. */
const launcherFolders = (pid: number): readonly string[] =>
  (existsSync(`${V1}/memory`) ? [`${V1}/memory/cupel`, `${V1}/pids/cupel`] : [`${V1}/cupel`])
    .filter((parent) => existsSync(parent))
    .flatMap((parent) =>
      readdirSync(parent)
        .filter((name) => name.startsWith(`${pid}.`))
        .map((name) => join(parent, name)),
    );

const USAGE_FILES = ['memory.usage_in_bytes', 'memory.current'];

/** A cgroup of the tests' own around a launcher whose runs lack walls, so that the host survives what they do. */
export class Guard {
  readonly #places: readonly Place[];
  #folders: readonly string[];

  constructor(name: string) {
    this.#places = places(name);
    this.#folders = this.#places.map(({ folder }) => folder);
    for (const { folder, limits } of this.#places) {
      mkdirSync(folder, { recursive: true });
      limit(folder, limits);
    }
  }

  /** Files to which a process writes 0 in order to be inside. */
  get doors(): readonly string[] {
    return this.#places.map(({ folder }) => join(folder, 'cgroup.procs'));
  }

  /** Puts the cgroups that the launcher made for its runs under the same limits. */
  enclose(launcher: number): void {
    const folders = launcherFolders(launcher);
    for (const folder of folders) for (const { limits } of this.#places) limit(folder, limits);
    this.#folders = [...this.#folders, ...folders];
  }

  /** Bytes in use by everything inside. */
  memory(): number {
    const files = this.#folders.flatMap((folder) => USAGE_FILES.map((name) => join(folder, name))).filter(existsSync);
    return files.reduce((sum, file) => sum + Number(readFileSync(file, 'utf8')), 0);
  }

  /** Kills what is inside until nothing is, and takes the guard away. */
  async close(): Promise<void> {
    for (let inside = this.#inside(); inside.length > 0; inside = this.#inside()) {
      for (const pid of inside) kill(pid);
      await sleep(5);
    }
    for (const { folder } of this.#places) rmdirSync(folder);
  }

  #inside(): readonly number[] {
    return this.#folders.flatMap(processesBelow);
  }
}

const limit = (folder: string, limits: Place['limits']): void => {
  for (const [file, value] of Object.entries(limits))
    if (existsSync(join(folder, file))) writeFileSync(join(folder, file), String(value));
};

const processesBelow = (folder: string): readonly number[] => {
  if (!existsSync(folder)) return [];
  const files = ['', ...readdirSync(folder, { recursive: true, encoding: 'utf8' })].map((name) =>
    join(folder, name, 'cgroup.procs'),
  );
  return files.filter(existsSync).flatMap((file) => readFileSync(file, 'utf8').split('\n').filter(Boolean).map(Number));
};

const kill = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It went by itself in the meantime.
  }
};
