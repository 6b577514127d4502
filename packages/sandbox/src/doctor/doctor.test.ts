import { SandboxError } from '@cupel/domain';
import { expect, test } from 'vitest';
import { calibrate, noiseFinding } from './calibration.js';
import { examine } from './examine.js';
import type { Finding } from './finding.js';
import { hardeningFindings } from './hardening.js';
import { type Host, thisHost } from './host.js';
import { parseProbe, wallStands } from './inside.js';
import { kernelFindings } from './kernel.js';
import { timingFindings } from './timing.js';

/** A host of which these files are known. */
function hostOf(files: Record<string, string>): Host {
  const paths = Object.keys(files);
  return {
    read: (path) => files[path],
    list: (path) => [
      ...new Set(paths.filter((one) => one.startsWith(`${path}/`)).map((one) => one.slice(path.length + 1).split('/')[0] ?? '')),
    ],
  };
}

function levels(findings: readonly Finding[]): Record<string, string> {
  return Object.fromEntries(findings.map(({ name, level, code }) => [name, code === undefined ? level : `${level} ${code}`]));
}

const CPU = '/sys/devices/system/cpu';

test('a laptop: all that disturbs timing is named', () => {
  const host = hostOf({
    '/proc/swaps': 'Filename Type Size Used Priority\n/dev/sda2 partition 2097148 0 -2',
    [`${CPU}/smt/active`]: '1',
    [`${CPU}/cpu0/cpufreq/scaling_governor`]: 'performance',
    [`${CPU}/cpu1/cpufreq/scaling_governor`]: 'powersave',
    [`${CPU}/cpu0/cpu_capacity`]: '1024',
    [`${CPU}/cpu1/cpu_capacity`]: '512',
    [`${CPU}/intel_pstate/no_turbo`]: '0',
    '/sys/kernel/mm/transparent_hugepage/enabled': '[always] madvise never',
    '/proc/sys/kernel/randomize_va_space': '2',
    '/sys/devices/system/clocksource/clocksource0/current_clocksource': 'hpet',
  });
  const findings = timingFindings(host);
  expect(levels(findings)).toEqual({
    swap: 'warn swap_on',
    SMT: 'warn smt_on',
    'frequency scaling': 'warn frequency_scaling',
    turbo: 'warn turbo_on',
    'transparent huge pages': 'warn huge_pages',
    ASLR: 'warn aslr_on',
    cores: 'warn core_kinds_mixed',
    'clock source': 'warn clock_slow',
  });
  expect(findings.find(({ name }) => name === 'swap')?.found).toContain('2048 MB');
});

test('a machine made for judging: nothing to warn of', () => {
  const host = hostOf({
    '/proc/swaps': 'Filename Type Size Used Priority',
    [`${CPU}/smt/active`]: '0',
    [`${CPU}/cpu0/cpufreq/scaling_governor`]: 'performance',
    '/sys/kernel/mm/transparent_hugepage/enabled': 'always [madvise] never',
    '/proc/sys/kernel/randomize_va_space': '0',
    '/proc/sys/kernel/core_pattern': 'core',
    '/proc/sys/fs/protected_hardlinks': '1',
    '/proc/sys/kernel/io_uring_disabled': '2',
    '/proc/sys/kernel/dmesg_restrict': '1',
    '/proc/sys/debug/exception-trace': '0',
    [`${CPU}/vulnerabilities/meltdown`]: 'Not affected',
  });
  expect([...timingFindings(host), ...hardeningFindings(host)].filter(({ level }) => level !== 'ok')).toEqual([]);
});

test('a host that helps an attacker', () => {
  const host = hostOf({
    '/proc/sys/kernel/core_pattern': '|/usr/share/apport/apport %p',
    '/proc/sys/fs/protected_hardlinks': '0',
    '/proc/sys/kernel/io_uring_disabled': '0',
    '/sys/kernel/mm/ksm/run': '1',
    [`${CPU}/vulnerabilities/mds`]: 'Vulnerable: Clear CPU buffers attempted, no microcode',
  });
  expect(levels(hardeningFindings(host))).toMatchObject({
    core_pattern: 'warn core_pattern_pipe',
    'fs.protected_hardlinks': 'warn hardlinks_unprotected',
    'kernel.io_uring_disabled': 'warn io_uring_on',
    'same-page merging': 'warn pages_merged',
    'CPU vulnerabilities': 'warn cpu_vulnerable',
  });
});

const V1 =
  'cgroup /sys/fs/cgroup/memory cgroup rw,memory 0 0\ncgroup /sys/fs/cgroup/pids cgroup rw,pids 0 0\ncgroup /x cgroup rw,cpu,cpuacct 0 0';
const V2 = 'cgroup2 /sys/fs/cgroup cgroup2 rw 0 0';

test.each([
  ['v1', { '/proc/self/mounts': V1 }, 'ok', /^v1: memory/],
  ['hybrid', { '/proc/self/mounts': `${V1}\n${V2}`, '/sys/fs/cgroup/cgroup.controllers': '' }, 'ok', /hybrid/],
  ['v2', { '/proc/self/mounts': V2, '/sys/fs/cgroup/cgroup.controllers': 'cpuset cpu io memory pids' }, 'ok', /^v2/],
  ['v2 without memory', { '/proc/self/mounts': V2, '/sys/fs/cgroup/cgroup.controllers': 'cpu pids' }, 'fail', /"memory"/],
  ['none', { '/proc/self/mounts': 'proc /proc proc rw 0 0' }, 'fail', /no cgroup hierarchy/],
])('cgroups: %s', (_what, files, level, found) => {
  const finding = kernelFindings(hostOf(files), '6.1.0').find(({ name }) => name === 'cgroups');
  expect(finding).toMatchObject({ level, found: expect.stringMatching(found) });
});

test.each([
  ['5.9.16-amd64', 'fail'],
  ['5.10.0', 'ok'],
  ['6.1.0-25-cloud-amd64', 'ok'],
  ['4.19.0', 'fail'],
])('kernel %s: %s', (version, level) => {
  expect(kernelFindings(hostOf({}), version)[0]).toMatchObject({ name: 'version', level });
});

test('every line that is not well has a cure that leaves no hole', () => {
  const bad = [...kernelFindings(hostOf({}), '4.0.0'), ...timingFindings(hostOf({})), ...hardeningFindings(hostOf({}))];
  for (const { level, found, cure } of bad.filter((finding) => finding.level !== 'ok')) {
    expect(`${level} ${found} ${cure}`).not.toMatch(/\{\w+\}|undefined/);
  }
});

test('noise: a loop that once took twice as long is told', async () => {
  expect(noiseFinding({ best: 3, late: 3.1 }).level).toBe('ok');
  expect(noiseFinding({ best: 3, late: 6 })).toMatchObject({ level: 'warn', code: 'host_noisy' });
  const { best, late } = await calibrate();
  expect(late).toBeGreaterThanOrEqual(best);
});

test('from inside: a process with root, every capability and no filter is behind no wall', () => {
  const seen = parseProbe(
    'ns.pid pid:[1]\nns.mnt mnt:[2]\nstatus.Uid: 0\nstatus.Groups: \nstatus.CapEff: 000001ffffffffff\nstatus.NoNewPrivs: 0\nstatus.Seccomp: 0\ncore unlimited\nnetwork there\nroot written\nsys 10\n',
  );
  const outside = new Map([
    ['ns.pid', 'pid:[1]'],
    ['ns.mnt', 'mnt:[2]'],
  ]);
  const walls = ['pid', 'mount', 'network', 'ipc', 'rlimit', 'user', 'capability', 'no_new_privileges', 'seccomp'] as const;
  expect(walls.filter((wall) => wallStands(wall, seen, outside))).toEqual([]);
});

test('from inside: a wall counts only when it is seen', () => {
  const seen = parseProbe(
    'ns.pid pid:[9]\nstatus.Uid: 3000001\nstatus.Groups: \nstatus.CapInh: 0\nstatus.CapPrm: 0\nstatus.CapEff: 0\nstatus.CapBnd: 0\nstatus.CapAmb: 0\nstatus.NoNewPrivs: 1\nstatus.Seccomp: 2\ncore 0\n',
  );
  const outside = new Map([['ns.pid', 'pid:[1]']]);
  for (const wall of ['pid', 'rlimit', 'user', 'capability', 'no_new_privileges', 'seccomp'] as const)
    expect(wallStands(wall, seen, outside)).toBe(true);
  expect(wallStands('ipc', seen, outside)).toBe(false);
});

test('without a launcher the rest is examined all the same', async () => {
  const findings: Finding[] = [];
  const openSandbox = () => Promise.reject(new SandboxError({ kind: 'not_built', path: '/nowhere' }));
  for await (const finding of examine({ openSandbox, languages: [], host: thisHost })) findings.push(finding);
  expect(findings.find(({ name }) => name === 'launcher')).toMatchObject({
    level: 'fail',
    code: 'launcher_not_built',
    cure: expect.stringContaining('npm run setup'),
  });
  expect(findings.at(-1)?.name).toBe('noise');
});
