import { expect, test } from 'vitest';
import { argvOf, type Ended, run } from './command.js';

/** On a host without cgroups: in a mount namespace where nothing of them is left to be seen. */
function withoutCgroups(name: 'cupel' | 'judge', args: readonly string[]): Promise<Ended> {
  const script = 'mount -t tmpfs none /sys/fs/cgroup && exec "$@"';
  return run(['unshare', '--mount', 'bash', '-c', script, 'bash', ...argvOf(name, args)]);
}

const program = ['--language', 'python', '--code', 'print(1)'];

test('strict refuses where a wall cannot be raised, and names it', async () => {
  const { code, stdout } = await withoutCgroups('judge', ['execute-code', ...program]);
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    code: 'wall_not_raised',
    error: expect.stringMatching(/strict mode refuses to run: .*cgroup/),
    cure: expect.stringContaining('judge check-deps'),
  });
});

test('permissive runs all the same, and says what is missing', async () => {
  const { code, stdout } = await withoutCgroups('judge', ['execute-code', '--permissive', ...program]);
  const answer = JSON.parse(stdout);
  expect({ code, verdict: answer.verdict, stdout: answer.stdout }).toEqual({ code: 0, verdict: 'AC', stdout: '1\n' });
  expect(answer.isolation).toMatchObject({ mode: 'permissive', missing: ['cgroup'] });
  const shown = await withoutCgroups('cupel', ['run', 'docs/examples/first.py', '--permissive']);
  expect(shown.stderr).toMatch(/✓ AC .*without cgroup\)\n$/);
});

test('the doctor fails on that wall alone, with its cure', async () => {
  const { code, stdout } = await withoutCgroups('judge', ['check-deps', '--json']);
  const { strict, findings } = JSON.parse(stdout);
  expect({ code, strict }).toEqual({ code: 1, strict: false });
  const failed = findings.filter(({ level }: { level: string }) => level === 'fail');
  expect(failed).toEqual([
    expect.objectContaining({ area: 'wall', name: 'cgroup', cure: expect.stringContaining('mount -t cgroup2') }),
  ]);
});

test('an ordinary user is told to be root', async () => {
  const argv = argvOf('cupel', ['run', 'docs/examples/first.py']);
  const { code, stderr } = await run(['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', ...argv]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/root/);
});
