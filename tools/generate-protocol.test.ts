import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const root = new URL('..', import.meta.url).pathname;
const generated = 'packages/sandbox/src/launcher/protocol.gen.ts';
let copy = '';

beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), 'cupel-protocol-'));
  for (const path of ['tools/generate-protocol.mjs', 'native/launcher/protocol.h', generated]) {
    mkdirSync(join(copy, path, '..'), { recursive: true });
    copyFileSync(join(root, path), join(copy, path));
  }
});
afterEach(() => rmSync(copy, { recursive: true }));

const generate = (...args: string[]) =>
  spawnSync(process.execPath, ['tools/generate-protocol.mjs', ...args], { cwd: copy, encoding: 'utf8' });

const editHeader = (from: string, to: string) => {
  const path = join(copy, 'native/launcher/protocol.h');
  const header = readFileSync(path, 'utf8');
  expect(header).toContain(from);
  writeFileSync(path, header.replace(from, to));
};

test('what is committed is what the header says', () => {
  expect(generate('--check')).toMatchObject({ status: 0, stderr: '' });
});

test('the check bites when a number in the header changes, and is content once the file is written again', () => {
  editHeader('X(CANCEL, 6)', 'X(CANCEL, 26)');
  expect(generate('--check').status).toBe(1);
  expect(generate().status).toBe(0);
  expect(readFileSync(join(copy, generated), 'utf8')).toContain('  CANCEL: 26,\n');
  expect(generate('--check').status).toBe(0);
});

test('the check bites when the written file is edited by hand or missing', () => {
  writeFileSync(join(copy, generated), readFileSync(join(root, generated), 'utf8').replace('RUN: 2', 'RUN: 3'));
  expect(generate('--check').status).toBe(1);
  rmSync(join(copy, generated));
  expect(generate('--check').status).toBe(1);
});

test.each([
  ['a number that is taken', 'X(CANCEL, 6)', 'X(CANCEL, 5)', /CLIENT_FRAMES has CREDIT = 5 already/],
  ['a name that is taken', 'X(CANCEL, 6)', 'X(CREDIT, 6)', /CLIENT_FRAMES has CREDIT = 5 already/],
  ['a row that is none', 'X(CANCEL, 6)', 'X(CANCEL, SIX)', /no row of CLIENT_FRAMES/],
  ['a table that ends too early', 'kill the run; its EVIDENCE says `cancelled` */ \\', 'kill the run */', /rows stand outside/],
  ['a table in another form', '#define MODES(X) \\', '#define MODES(X)  \\', /not in the one form/],
  ['a constant that it cannot compute', '(64u << 10)', '64u * 1024', /neither a number/],
])('refuses %s', (_name, from, to, message) => {
  editHeader(from, to);
  const result = generate();
  expect(result.status).not.toBe(0);
  expect(result.stderr).toMatch(message);
});
