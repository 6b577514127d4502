import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { launcherFolder, make } from './build.js';

const folder = join(launcherFolder, 'tests/misordered');
const wrong = readdirSync(folder).filter((name) => name.endsWith('.c') && name !== 'in-order.c');

/** What the compiler must say stands in the file's first line. */
const diagnostic = (name: string): string => /refused: ([a-z -]+) \*\//.exec(readFileSync(join(folder, name), 'utf8'))?.[1] ?? '';

test('walls in their order compile', () => {
  expect(make('wall-order/in-order')).toMatchObject({ status: 0, stderr: '' });
});

test.each(wrong)('%s does not', (name) => {
  const refused = make(`wall-order/${name.replace(/\.c$/, '')}`);
  expect(refused.status).not.toBe(0);
  expect(diagnostic(name)).not.toBe('');
  expect(refused.stderr).toMatch(new RegExp(`error: .*${diagnostic(name)}`));
});

test('each way of getting it wrong is tried', () => {
  expect(wrong.length).toBeGreaterThanOrEqual(9);
});
