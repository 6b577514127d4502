import { type Classification, classifyLostRun } from '@cupel/domain';
import { expect, it } from 'vitest';
import { withExpectedOutput } from './expected.js';

const lost = classifyLostRun('x');
const accepted: Classification = { ...lost, verdict: 'AC', outcome: 'accepted', cause: 'normal_exit', because: 'ended' };
const verdict = (got: string, wanted: string) =>
  withExpectedOutput(accepted, Buffer.from(got, 'latin1'), Buffer.from(wanted, 'latin1')).verdict;

it.each([
  ['42\n', '42'],
  ['\r\n 42', '42 \t\n'],
  ['', ' \n'],
  ['a\xff\0b', 'a\xff\0b\n'],
])('takes %j for %j', (got, wanted) => {
  expect(verdict(got, wanted)).toBe('AC');
});

it.each([
  ['4 2', '42'],
  ['1\r\n2', '1\n2'],
  ['', '42'],
  ['42', ''],
  ['42\0', '42'],
  ['a\xff', 'a\xfe'],
  ['Yes', 'yes'],
])('does not take %j for %j', (got, wanted) => {
  expect(verdict(got, wanted)).toBe('WA');
});

it('leaves every other verdict as it is', () => {
  expect(withExpectedOutput(lost, Buffer.from('a'), Buffer.from('b'))).toBe(lost);
});
