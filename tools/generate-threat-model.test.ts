import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const root = new URL('..', import.meta.url).pathname;
const page = 'docs/threat-model.md';
const program = 'tests/adversarial/a-kernel/a2-io-uring/attack.c';
let copy = '';

beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), 'cupel-threat-model-'));
  for (const path of ['tools/generate-threat-model.mjs', 'tests/adversarial', page]) {
    mkdirSync(join(copy, path, '..'), { recursive: true });
    cpSync(join(root, path), join(copy, path), { recursive: true, filter: (from) => !from.endsWith('/build') });
  }
});
afterEach(() => rmSync(copy, { recursive: true }));

const generate = (...args: string[]) =>
  spawnSync(process.execPath, ['tools/generate-threat-model.mjs', ...args], { cwd: copy, encoding: 'utf8' });

const edit = (path: string, from: string, to: string) => {
  const text = readFileSync(join(copy, path), 'utf8');
  expect(text).toContain(from);
  writeFileSync(join(copy, path), text.replace(from, to));
};

test('the page that is committed says what the attacks say', () => {
  expect(generate('--check')).toMatchObject({ status: 0, stderr: '' });
});

test('an attack that names other walls makes the check bite', () => {
  edit(program, 'walls: seccomp', 'walls: seccomp, user');
  expect(generate('--check')).toMatchObject({ status: 1, stderr: expect.stringContaining('seccomp, user') });
  expect(generate().status).toBe(0);
  expect(generate('--check').status).toBe(0);
});

test('a row whose attack is gone makes the check bite', () => {
  rmSync(join(copy, program, '..'), { recursive: true });
  expect(generate('--check').status).toBe(1);
});

test.each([
  ['walls: seccomp\n', '', 'does not say "walls:"'],
  ['walls: seccomp', 'walls: none', '"control:" must say'],
  ['effect:', 'effect: x\n * outcome:', 'knows no "outcome:"'],
])('a header with %j in place of %j is refused', (from, to, problem) => {
  edit(program, from, to);
  expect(generate('--check').stderr).toContain(problem);
});
