import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { useService, workThrough } from './support/service.ts';

const service = useService();

test('the Python client against a running service', async () => {
  const stop = workThrough(service());
  const cwd = new URL('../../sdk/python', import.meta.url);
  // The system's own Python, as a user of Debian has it, and nothing of whoever runs the tests.
  const env = { PATH: '/usr/bin:/bin', CUPEL_TEST_URL: service().api.url, PYTHONDONTWRITEBYTECODE: '1' };
  const { stderr } = await promisify(execFile)('/usr/bin/python3', ['-m', 'unittest', '-v', 'tests.test_client'], { cwd, env });
  await stop();
  expect(stderr).toMatch(/Ran 9 tests/);
  expect(stderr).toMatch(/OK\s*$/);
});
