import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
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

/** A cgroup of the tests' own around a launcher whose runs lack walls, so that the host survives what they do. */
export class Guard {
  readonly #places: readonly Place[];

  constructor(name: string) {
    this.#places = places(name);
    for (const { folder, limits } of this.#places) {
      mkdirSync(folder, { recursive: true });
      for (const [file, value] of Object.entries(limits))
        if (existsSync(join(folder, file))) writeFileSync(join(folder, file), String(value));
    }
  }

  /** Files to which a process writes 0 in order to be inside. */
  get doors(): readonly string[] {
    return this.#places.map(({ folder }) => join(folder, 'cgroup.procs'));
  }

  /** Bytes in use by everything inside. */
  memory(): number {
    const folder = this.#places[0]?.folder ?? '';
    const file = ['memory.usage_in_bytes', 'memory.current'].map((name) => join(folder, name)).find(existsSync);
    return file === undefined ? 0 : Number(readFileSync(file, 'utf8'));
  }

  get #inside(): readonly number[] {
    return this.doors.flatMap((door) => readFileSync(door, 'utf8').split('\n').filter(Boolean).map(Number));
  }

  /** Kills what is inside until nothing is, and takes the guard away. */
  async close(): Promise<void> {
    for (let inside = this.#inside; inside.length > 0; inside = this.#inside) {
      for (const pid of inside) kill(pid);
      await sleep(5);
    }
    for (const { folder } of this.#places) rmdirSync(folder);
  }
}

const kill = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It went by itself in the meantime.
  }
};
