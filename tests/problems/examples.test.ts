import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { command } from '../cli/command.js';
import { EXAMPLES } from './package.js';

const names = readdirSync(EXAMPLES);

test('there is one of each kind', () => {
  expect(names.length).toBeGreaterThanOrEqual(10);
});

test.each(names)('%s holds: validators, solutions, time limit', { timeout: 120_000 }, async (name) => {
  const { code, stdout, stderr } = await command('cupel', ['problem', 'verify', `problems/${name}`, '--json']);
  expect(stderr).toBe('');
  const found = JSON.parse(stdout) as {
    ok: boolean;
    issues: unknown[];
    inputs: { problem?: string }[];
    submissions: { path: string; language: string; problems: string[] }[];
  };
  expect(found.issues).toEqual([]);
  expect(found.submissions.filter(({ problems }) => problems.length > 0)).toEqual([]);
  expect(found.inputs.length).toBeGreaterThan(0);
  expect({ code, ok: found.ok }).toEqual({ code: 0, ok: true });
  const folders = new Set(found.submissions.map(({ path }) => path.split('/')[0]));
  // Answers neither crash nor take time.
  const isRun = found.submissions.some(({ language }) => language !== 'answers');
  const wanted = ['accepted', 'wrong_answer', ...(isRun ? ['run_time_error', 'time_limit_exceeded'] : [])];
  for (const folder of wanted) expect(folders).toContain(folder);
});
