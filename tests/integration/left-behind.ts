import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine, processes } from './service.ts';

const CGROUPS = '/sys/fs/cgroup';

/** Cgroup folders that launchers made, by the number of the launcher. */
function cgroupsOf(launchers: ReadonlySet<number>): readonly string[] {
  if (!existsSync(CGROUPS)) return [];
  const controllers = [CGROUPS, ...readdirSync(CGROUPS).map((name) => join(CGROUPS, name))];
  return controllers
    .map((folder) => join(folder, 'cupel'))
    .filter(existsSync)
    .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
    .filter((path) => launchers.has(Number(/([0-9]+)\.[^/]*$/.exec(path)?.[1])));
}

/** What is left of a service that has ended: its processes, the cgroups of its launchers, mounts below its folder. */
export function leftBehind(dataDir: string, launchers: ReadonlySet<number>): readonly string[] {
  const alive = processes().filter((pid) => commandLine(pid).includes(dataDir));
  const mounts = readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .filter((line) => line.includes(dataDir));
  return [
    ...alive.map((pid) => `process ${pid}: ${commandLine(pid).replaceAll('\0', ' ')}`),
    ...cgroupsOf(launchers).map((path) => `cgroup ${path}`),
    ...mounts.map((line) => `mount ${line}`),
  ];
}
