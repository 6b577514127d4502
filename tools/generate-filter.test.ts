import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const root = new URL('..', import.meta.url).pathname;
let copy = '';

beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), 'cupel-filter-'));
  cpSync(join(root, 'tools/generate-filter.mjs'), join(copy, 'tools/generate-filter.mjs'));
  const source = (path: string) => !path.includes('/build');
  cpSync(join(root, 'native/launcher'), join(copy, 'native/launcher'), { recursive: true, filter: source });
});
afterEach(() => rmSync(copy, { recursive: true }));

const generate = (...args: string[]) =>
  spawnSync(process.execPath, ['tools/generate-filter.mjs', ...args], { cwd: copy, encoding: 'utf8' });

const edit = (path: string, from: string, to: string) => {
  const file = join(copy, 'native/launcher/filter', path);
  const text = readFileSync(file, 'utf8');
  expect(text).toContain(from);
  writeFileSync(file, text.replace(from, to));
};

test('what is committed is what the policy says', () => {
  expect(generate('--check')).toMatchObject({ status: 0 });
});

test('the check bites when the policy changes, and is content once the filter is written again', () => {
  edit('policy.def', 'REFUSE(ptrace, EPERM)', 'ALLOW(ptrace)');
  expect(generate('--check').status).toBe(1);
  expect(generate().status).toBe(0);
  expect(generate('--check').status).toBe(0);
});

test('the check bites when the filter is edited by hand', () => {
  edit('filter.gen.h', '0x7fc00000', '0x7fff0000');
  expect(generate('--check').status).toBe(1);
});

test.each([
  ['a call that nobody knows', 'ALLOW(read) ', 'ALLOW(raed) ', /raed/],
  ['a call named twice', 'ALLOW(read) ', 'ALLOW(read) ALLOW(ptrace) ', /ptrace: named twice/],
  ['a call whose last line has a test', 'REFUSE(personality, EPERM)', '', /personality: the last line has a test/],
])('refuses %s', (_what, from, to, message) => {
  edit('policy.def', from, to);
  const refused = generate();
  expect(refused.status).not.toBe(0);
  expect(refused.stderr).toMatch(message);
});
