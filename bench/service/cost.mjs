/**
 * What a submission costs each part of the service, in CPU time: on a machine that others use, too, this says more than runs
 * per second. And how many transactions it took.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { openDatabase } from '@cupel/store';

/** CPU ticks are hundredths of a second on every Linux that Node runs on. */
const TICK_MS = 10;
export const PARTS = [
  ['launcher and programs', /cupel-launcher/],
  ['worker', /\0role\0worker/],
  ['api', /\0role\0api/],
  ['postgres', /postgres/],
];

/** @param {{ pid: number, databaseUrl(): string }} service */
export async function openMeter(service) {
  const database = openDatabase({
    connectionString: service.databaseUrl(),
    applicationName: 'bench',
    minConnections: 0,
    maxConnections: 1,
  });
  const read = async () => ({ cpu: cpuByPart(service.pid), commits: await commits(database) });
  return {
    /** @param {() => Promise<{ runs: number }>} load */
    measure: async (load) => {
      const before = await read();
      const { runs } = await load();
      const after = await read();
      const each = (part) => Math.round((100 * (after.cpu[part] - before.cpu[part])) / runs) / 100;
      return {
        cpuMs: Object.fromEntries([...PARTS.map(([part]) => part), 'client'].map((part) => [part, each(part)])),
        transactions: Math.round((100 * (after.commits - before.commits)) / runs) / 100,
      };
    },
    close: () => database.close(),
  };
}

/** CPU milliseconds of all that this process has started and that has ended. */
export function cpuOfEnded() {
  return readProcess(process.pid)?.ended ?? 0;
}

async function commits(database) {
  // Backends tell what they did about once a second.
  await database.query({ text: 'SELECT pg_sleep(1.2)' });
  const [row] = await database.query({
    text: 'SELECT xact_commit AS commits FROM pg_stat_database WHERE datname = current_database()',
  });
  return row.commits;
}

/** @param {number} supervisor */
export function cpuByPart(supervisor) {
  const processes = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => readProcess(Number(name)) ?? [])
      .map((one) => [one.pid, one]),
  );
  const sums = Object.fromEntries([...PARTS.map(([part]) => [part, 0]), ['client', 0]]);
  for (const one of processes.values()) {
    const part = one.pid === process.pid ? 'client' : partOf(one, processes, supervisor);
    // Of programs that have ended, their parents know.
    if (part) sums[part] += one.own + (part.startsWith('launcher') ? one.ended : 0);
  }
  return sums;
}

function partOf(one, processes, supervisor) {
  let part;
  for (let at = one; at; at = processes.get(at.parent)) {
    if (at.pid === supervisor) return part;
    part ??= PARTS.find(([, pattern]) => pattern.test(at.command))?.[0];
  }
  return undefined;
}

function readProcess(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [parent, user, system, endedUser, endedSystem] = [1, 11, 12, 13, 14].map((index) => fields[index]);
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return { pid, parent, command, own: (user + system) * TICK_MS, ended: (endedUser + endedSystem) * TICK_MS };
  } catch {
    return undefined;
  }
}
