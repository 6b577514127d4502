import { readFileSync } from 'node:fs';
import { arch, cpus, release, totalmem } from 'node:os';

/** The machine from which the figures come. @returns {Record<string, string | number>} */
export function describeMachine() {
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    architecture: arch(),
    kernel: release(),
    virtual: /^flags\s*:.*\bhypervisor\b/m.test(read('/proc/cpuinfo')) ? 'yes' : 'no',
    cgroup: cgroupLayout(),
    debian: read('/etc/debian_version').trim(),
    loadBefore: Number(read('/proc/loadavg').split(' ')[0]),
  };
}

/** A short name for files. @param {Record<string, string | number>} machine */
export function machineName({ cpu, cores, kernel }) {
  const words = `${cpu}`.replace(/\(R\)|\(TM\)|processor|cpu|@.*$/gi, ' ');
  return `${words} ${cores} cores linux ${`${kernel}`.split(/[-+]/)[0]}`
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '-');
}

function cgroupLayout() {
  const mounts = read('/proc/self/mounts').split('\n');
  const v1 = mounts.some((line) => /^\S+ \S+ cgroup .*\bmemory\b/.test(line));
  const v2 = mounts.some((line) => /^\S+ \S+ cgroup2 /.test(line));
  if (v1 && v2) return 'hybrid';
  if (v1) return 'v1';
  return v2 ? 'v2' : 'none';
}

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
