import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';

const root = new URL('..', import.meta.url).pathname;
let folder = '';
let page = '';

beforeAll(() => {
  const build = ['node_modules/typescript/bin/tsc', '-b', 'packages/sandbox'];
  expect(spawnSync(process.execPath, build, { cwd: root, encoding: 'utf8' }).stdout).toBe('');
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cupel-languages-'));
  page = join(folder, 'languages.md');
  cpSync(join(root, 'languages'), join(folder, 'languages'), { recursive: true });
  cpSync(join(root, 'docs/reference/languages.md'), page);
});
afterEach(() => rmSync(folder, { recursive: true }));

const generate = (...args: string[]) => {
  const given = ['--languages', join(folder, 'languages'), '--page', page, ...args];
  return spawnSync(process.execPath, [join(root, 'tools/generate-languages.mjs'), ...given], { encoding: 'utf8' });
};

test('the page that is committed says what the languages say', () => {
  expect(generate('--check')).toMatchObject({ status: 0, stderr: '' });
});

test('a language that changes makes the check bite, until the page is written anew', () => {
  const path = join(folder, 'languages/python/language.yaml');
  writeFileSync(path, readFileSync(path, 'utf8').replace('memory: 256M', 'memory: 200M'));
  expect(generate('--check').status).toBe(1);
  expect(generate().status).toBe(0);
  expect(readFileSync(page, 'utf8')).toContain('| 4 s | 200 MB | 64 |');
  expect(generate('--check').status).toBe(0);
});

test('a page that is gone makes the check bite', () => {
  rmSync(page);
  expect(generate('--check').status).toBe(1);
});
