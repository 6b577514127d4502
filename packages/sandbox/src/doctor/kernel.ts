import { release } from 'node:os';
import { type Finding, linesOf } from './finding.js';
import type { Host } from './host.js';

const { ok, warn, fail } = linesOf('kernel');

/** The oldest kernel with all that the launcher calls: clone3 into a cgroup, openat2, close_range, proc's subset=pid. */
const OLDEST = '5.10';
const CONTROLLERS = ['memory', 'pids', 'cpu'];

/** What the kernel offers before anything is tried. */
export function kernelFindings(host: Host, version = release()): readonly Finding[] {
  return [kernelVersion(version), cgroupTree(host), userNamespaces(host)];
}

function kernelVersion(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  const [leastMajor = 0, leastMinor = 0] = OLDEST.split('.').map(Number);
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return ok('version', version);
  return fail('version', 'kernel_too_old', { version, least: OLDEST });
}

function cgroupTree(host: Host): Finding {
  const mounts = (host.read('/proc/self/mounts') ?? '').split('\n').map((line) => line.split(' '));
  const v1 = CONTROLLERS.filter((name) =>
    mounts.some(([, , kind, options]) => kind === 'cgroup' && options?.split(',').includes(name)),
  );
  const v2 = mounts.find(([, , kind]) => kind === 'cgroup2')?.[1];
  if (v1.length === 0 && v2 === undefined) return fail('cgroups', 'cgroup_none', {});
  const onV2 = v2 === undefined ? [] : (host.read(`${v2}/cgroup.controllers`) ?? '').split(' ');
  const absent = CONTROLLERS.find((name) => !v1.includes(name) && !onV2.includes(name));
  if (absent !== undefined) return fail('cgroups', 'cgroup_controller', { controller: absent });
  const kind = v2 === undefined ? 'v1' : v1.length > 0 ? 'v1, beside an empty v2 tree (hybrid)' : 'v2';
  return ok('cgroups', `${kind}: ${CONTROLLERS.join(', ')}`);
}

/** Needed by rootless boxes only. */
function userNamespaces(host: Host): Finding {
  const most = Number(host.read('/proc/sys/user/max_user_namespaces') ?? 0);
  const off =
    most === 0 ||
    host.read('/proc/sys/kernel/unprivileged_userns_clone') === '0' ||
    host.read('/proc/sys/kernel/apparmor_restrict_unprivileged_userns') === '1';
  return off ? warn('user namespaces', 'user_namespaces_off', {}) : ok('user namespaces', `up to ${most}`);
}
