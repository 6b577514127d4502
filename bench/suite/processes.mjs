/** What processes hold in memory, counted by their proportional share of what several of them map. */
import { readdirSync, readFileSync } from 'node:fs';

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // a process that has ended meanwhile
  }
}

/** A process and all that came of it, with their command lines. @param {number} root */
export function familyOf(root) {
  const parents = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((name) => [
        Number(name),
        Number(
          read(`/proc/${name}/stat`)
            .replace(/^.*\) \S+ /s, '')
            .split(' ')[0],
        ),
      ]),
  );
  const isOfIt = (/** @type {number | undefined} */ pid) => pid !== undefined && (pid === root || isOfIt(parents.get(pid)));
  return [...parents.keys()].filter(isOfIt).map((pid) => ({ pid, command: read(`/proc/${pid}/cmdline`) }));
}

/** Bytes. @param {number} pid */
export function memoryOf(pid) {
  return Number(/^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) * 1024;
}

/** Bytes of a whole family. @param {number} root */
export function memoryOfFamily(root) {
  return familyOf(root).reduce((sum, { pid }) => sum + memoryOf(pid), 0);
}

/** Bytes that the kernel holds for its own books: namespaces, mounts and cgroups stand in no process's account. */
export function kernelBooks() {
  const meminfo = read('/proc/meminfo');
  const of = (/** @type {string} */ name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(meminfo)?.[1] ?? 0) * 1024;
  return of('Slab') + of('KernelStack') + of('PageTables') + of('Percpu');
}
