import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';

const root = new URL('..', import.meta.url).pathname;
const page = 'docs/troubleshooting.md';
const register = 'packages/domain/dist/errors/limits.js';
let copy = '';

beforeAll(() => {
  const build = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-b', 'packages/domain'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(build.stdout).toBe('');
});
beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), 'cupel-troubleshooting-'));
  for (const path of ['tools/generate-troubleshooting.mjs', 'packages/domain/dist', 'packages/domain/package.json', page]) {
    mkdirSync(join(copy, path, '..'), { recursive: true });
    cpSync(join(root, path), join(copy, path), { recursive: true });
  }
});
afterEach(() => rmSync(copy, { recursive: true }));

const generate = (...args: string[]) =>
  spawnSync(process.execPath, ['tools/generate-troubleshooting.mjs', ...args], { cwd: copy, encoding: 'utf8' });

const edit = (path: string, from: string, to: string) => {
  const text = readFileSync(join(copy, path), 'utf8');
  expect(text).toContain(from);
  writeFileSync(join(copy, path), text.replace(from, to));
};

test('the page that is committed says what the register says', () => {
  expect(generate('--check')).toMatchObject({ status: 0, stderr: '' });
});

test('an error that changes in the register makes the check bite', () => {
  edit(register, "'there is no limit named", "'nobody knows a limit named");
  const { status, stderr } = generate('--check');
  expect(status).toBe(1);
  expect(stderr).toContain('- #### `there is no limit named "NAME"`');
  expect(stderr).toContain('+ #### `nobody knows a limit named "NAME"`');
  expect(generate().status).toBe(0);
  expect(generate('--check').status).toBe(0);
});

test('an entry whose error is gone makes the check bite, and so does one that is missing', () => {
  edit(page, '### Limits', '### Limits\n\n#### `the moon is full`\n');
  expect(generate('--check')).toMatchObject({ status: 1, stderr: expect.stringContaining('- #### `the moon is full`') });
  edit(page, '\n\n#### `the moon is full`\n', '');
  edit(page, '#### `swap is on (SIZE)`', '');
  expect(generate('--check')).toMatchObject({ status: 1, stderr: expect.stringContaining('+ #### `swap is on (SIZE)`') });
});

test('what people wrote stays as it is', () => {
  edit(page, '## Classic pitfalls', '## Classic pitfalls\n\nA sentence by hand.');
  expect(generate().status).toBe(0);
  expect(readFileSync(join(copy, page), 'utf8')).toContain('A sentence by hand.');
});
