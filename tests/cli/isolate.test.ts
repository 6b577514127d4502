import { expect, test } from 'vitest';
import { command } from './command.js';

async function isolate(
  args: readonly string[],
  stdin?: string,
): Promise<Record<string, unknown> & { readonly exit: number | null }> {
  const { code, stdout } = await command('isolate', ['run', ...args], stdin === undefined ? {} : { stdin });
  return { ...JSON.parse(stdout), exit: code };
}

test('a command under limits: facts, and no verdict', async () => {
  const answer = await isolate(['--memory', '64', '--', 'sh', '-c', 'echo out; echo err >&2; exit 3']);
  expect(answer).toMatchObject({
    exit: 0,
    first_cause: 'ended',
    exit_code: 3,
    signal: null,
    stdout: 'out\n',
    stderr: 'err\n',
    isolation: { mode: 'strict', missing: [] },
    limits: { memory: 64 * 1024 * 1024 },
  });
  expect(answer).not.toHaveProperty('verdict');
});

test("options after the command are the command's", async () => {
  expect(await isolate(['echo', '--memory', '-n'])).toMatchObject({ exit: 0, stdout: '--memory -n\n' });
});

test('stdin, files and a limit that is broken', async () => {
  expect(await isolate(['--stdin', '-', 'cat'], 'through\n')).toMatchObject({ stdout: 'through\n' });
  expect(await isolate(['--wall-time', '0.2', 'sleep', '9'])).toMatchObject({ exit: 0, first_cause: 'wall_limit' });
});

test("a command that is not there is the caller's mistake", async () => {
  const answer = await isolate(['/usr/bin/no-such-command']);
  expect(answer).toMatchObject({ exit: 2, first_cause: 'fault', evidence: { fault: { stage: 'exec', errno: 'ENOENT' } } });
});
