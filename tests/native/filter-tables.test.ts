import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { built, launcherFolder, make, run } from './build.js';

const copy = mkdtempSync(join(tmpdir(), 'cupel-filter-'));
const committed = readFileSync(join(launcherFolder, 'filter/filter.gen.h'), 'utf8');

beforeAll(() => expect(make('test', 'build/generate-filter')).toMatchObject({ status: 0 }));
afterAll(() => rmSync(copy, { recursive: true }));

test('the committed filter is what the policy says', () => {
  expect(run(built('generate-filter')).stdout).toBe(committed);
});

test('it gives every call in every ABI the answer of the policy', () => {
  expect(run(built('test-filter-table'))).toMatchObject({ status: 0, stderr: '' });
});

test('it lets through what toolchains need, and nothing of what the threats name', () => {
  expect(run(built('test-filter-lists'))).toMatchObject({ status: 0, stderr: '' });
});

/** The tables' verdict on a filter that somebody has altered. */
function testAltered(altered: string) {
  for (const name of ['filter.c', 'filter.h']) copyFileSync(join(launcherFolder, 'filter', name), join(copy, name));
  writeFileSync(join(copy, 'filter.gen.h'), altered);
  const [program, source] = [join(copy, 'table'), join(launcherFolder, 'tests/filter-table.c')];
  expect(run('gcc', ['-std=gnu17', source, join(copy, 'filter.c'), '-lseccomp', '-o', program])).toMatchObject({ status: 0 });
  return run(program);
}

test('the table test passes for the filter as it is', () => {
  expect(testAltered(committed)).toMatchObject({ status: 0 });
});

test.each([
  ['allows foreign ABIs', /0x7fc00000/g, '0x7fff0000'],
  ['answers EPERM by default', /0x00050026/g, '0x00050001'],
  ['lets one flag of clone through', /0x7e028000/g, '0x6e028000'],
  ['compares another half of the arguments', /\{0x20, 0, 0, 0x00000018\}/g, '{0x20, 0, 0, 0x0000001c}'],
  ['allows TIOCSTI', /0x00005412/g, '0x00005400'],
  ['has another place for one range', /\{0x35, (\d+), (\d+), 0x00000065\}/, '{0x35, $1, $2, 0x00000066}'],
])('the table test fails for a filter that %s', (_what, from, to) => {
  const altered = committed.replace(from, to);
  expect(altered).not.toBe(committed);
  expect(testAltered(altered)).toMatchObject({ status: 1 });
});
