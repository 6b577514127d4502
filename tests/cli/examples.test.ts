import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { command } from './command.js';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

/** The commands that the README shows, and the verdict line that it shows below each, up to the figures. */
const shown = [...readme.matchAll(/^\$ npx cupel run (docs\/examples\/.*)\n(?:(?!\$ ).*\n)*?([✓✗] .*?) \(/gm)].map(
  ([, args = '', line = '']) => ({ args, line }),
);

test('the README shows runs', () => {
  expect(shown.length).toBeGreaterThanOrEqual(4);
});

test.each(shown)('the README tells the truth: cupel run $args', async ({ args, line }) => {
  const { code, stderr } = await command('cupel', ['run', ...args.split(' ')]);
  expect(code).toBe(0);
  // Measured figures differ from run to run; the verdict, the limit and every other word do not.
  const lasting = (text: string) => text.replace(/used [\d.]+ s/, 'used … s');
  expect(lasting(stderr.trimEnd().split('\n').at(-1) ?? '')).toContain(lasting(line));
});
