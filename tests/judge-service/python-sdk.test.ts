import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { ECHO, useCast, zipOf } from './support.ts';

const cast = useCast();

it('the Python client submits to problems and grades', async () => {
  const { service, setter, student } = cast();
  await setter.upload('/api/problems?slug=echo&publish=true', zipOf(ECHO));
  const cwd = new URL('../../sdk/python', import.meta.url);
  const env = { PATH: '/usr/bin:/bin', CUPEL_TEST_URL: service.url, CUPEL_TEST_KEY: student.key, PYTHONDONTWRITEBYTECODE: '1' };
  const { stderr } = await promisify(execFile)('/usr/bin/python3', ['-m', 'unittest', '-v', 'tests.test_judging'], { cwd, env });
  expect(stderr).toMatch(/Ran 4 tests/);
  expect(stderr).toMatch(/OK\s*$/);
});
