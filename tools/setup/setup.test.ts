import { expect, test } from 'vitest';
import { missingFrom } from './debian.mjs';
import { isOlder } from './node.mjs';

test.each([
  ['20.19.0', '20.19', false],
  ['20.18.9', '20.19', true],
  ['24.0.0', '20.19', false],
  ['9.99.99', '20.19', true],
])('%s against >=%s', (version, least, older) => {
  expect(isOlder(version, least)).toBe(older);
});

test('a package counts as installed only when dpkg has finished it, or another provides it', () => {
  const listing = [
    'ii  gcc c-compiler, gcc-x86-64-linux-gnu (= 4:12.2.0-3)',
    'rc  runc ',
    'iU  half-unpacked ',
    'ii  default-jdk-headless java-sdk-headless (= 17)',
  ].join('\n');
  expect(missingFrom(listing, ['gcc', 'c-compiler', 'runc', 'half-unpacked', 'java-sdk-headless', 'absent'])).toEqual([
    'runc',
    'half-unpacked',
    'absent',
  ]);
});
