import { readFileSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process that is told from another of the same number by the moment at which it was started. */
export interface ProcessRecord {
  readonly pid: number;
  /** Clock ticks from boot to its start, as in /proc/PID/stat. */
  readonly startTime: string;
}

/** Undefined where there is no such process, or it is a corpse. */
export function recordOf(pid: number): ProcessRecord | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name, in parentheses, may hold anything; what follows it holds no parenthesis.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const startTime = fields[19];
    return startTime === undefined || fields[0] === 'Z' ? undefined : { pid, startTime };
  } catch {
    return undefined;
  }
}

export function isAlive({ pid, startTime }: ProcessRecord): boolean {
  return recordOf(pid)?.startTime === startTime;
}

/** The processes that a supervisor has started, kept in a file: what a killed one left behind is ended by the next. */
export class ChildRecords {
  readonly #path: string;
  #records: readonly ProcessRecord[] = [];
  #writing: Promise<void> = Promise.resolve();

  constructor(path: string) {
    this.#path = path;
  }

  /** Ends what is left of an earlier supervisor. */
  async endOrphans(): Promise<void> {
    const orphans = (await readRecords(this.#path)).filter(isAlive);
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      for (const orphan of orphans.filter(isAlive)) process.kill(orphan.pid, signal);
      for (let waited = 0; waited < 3_000 && orphans.some(isAlive); waited += 20) await sleep(20);
    }
  }

  add(pid: number): Promise<void> {
    const record = recordOf(pid);
    this.#records = [...this.#records.filter(isAlive), ...(record ? [record] : [])];
    this.#writing = this.#writing.then(() => writeRecords(this.#path, this.#records));
    return this.#writing;
  }
}

async function readRecords(path: string): Promise<readonly ProcessRecord[]> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as readonly ProcessRecord[];
  } catch {
    // Not there, or cut short when the host lost its power: then nothing of it is left, either.
    return [];
  }
}

async function writeRecords(path: string, records: readonly ProcessRecord[]): Promise<void> {
  await writeFile(`${path}.new`, JSON.stringify(records), { mode: 0o600 });
  await rename(`${path}.new`, path);
}
