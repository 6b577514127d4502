import { expect, test } from 'vitest';
import { command } from './command.js';

interface Report {
  readonly strict: boolean;
  readonly findings: readonly {
    readonly area: string;
    readonly name: string;
    readonly level: string;
    readonly found: string;
    readonly cure?: string;
  }[];
}

test('every wall is raised and seen from inside, every limit is broken once', async () => {
  const { code, stdout } = await command('judge', ['check-deps', '--json']);
  const { strict, findings }: Report = JSON.parse(stdout);
  expect(findings.filter(({ level }) => level === 'fail')).toEqual([]);
  expect({ code, strict }).toEqual({ code: 0, strict: true });
  const names = (area: string) => findings.filter((finding) => finding.area === area).map(({ name }) => name);
  expect(names('wall')).toEqual([
    'pid',
    'mount',
    'network',
    'ipc',
    'uts',
    'cgroup',
    'rlimit',
    'user',
    'capability',
    'no_new_privileges',
    'seccomp',
  ]);
  expect(names('limit')).toEqual(['memory', 'processes', 'CPU time', 'wall time', 'output']);
  expect(names('toolchain')).toEqual(expect.arrayContaining(['python', 'cpp', 'java']));
});

test('for people: a line each, the cure below what is not well', async () => {
  const { stdout } = await command('cupel', ['doctor', '--verbose']);
  expect(stdout).toMatch(/✓ ok {4}wall +seccomp +raised, and seen from inside\n/);
  expect(stdout).toMatch(/! warn {2}timing +ASLR +address space randomisation is on\n +why: .*\n +cure: /);
  expect(stdout).toMatch(/\nStrict runs are possible\. \d+ ok, \d+ to be looked at, 0 failed\.\n$/);
});
