import { expect, it } from 'vitest';
import type { TestCase, TestGroup } from '../problem/tests.js';
import { scoreGroup, type TestScores, verdictOf } from './group.js';
import { ONE, rational, ZERO } from './rational.js';
import { isSettled } from './settled.js';

const nothing = { kind: 'bytes', bytes: new Uint8Array() } as const;
const given = {
  input: nothing,
  answer: nothing,
  args: [],
  files: [],
  checkerArgs: [],
  points: ONE,
  visibility: 'hidden',
} as const;
const tests: readonly TestCase[] = ['a', 'b'].map((name) => ({ name, ...given }));
const group = (more: Partial<TestGroup>): TestGroup => ({
  ...{ name: '', tests, groups: [], aggregation: 'sum', points: rational(2), requires: [], counts: true },
  ...{ stopAtFirstFailure: false, subtask: false },
  ...more,
});
const ended = (verdicts: Readonly<Record<string, 'AC' | 'WA'>>): TestScores =>
  new Map(Object.entries(verdicts).map(([name, verdict]) => [name, { verdict, points: verdict === 'AC' ? ONE : ZERO }]));

it('a group is accepted by all, by any, or in any case', () => {
  const verdict = (accepts: TestGroup['accepts'], a: 'AC' | 'WA', b: 'AC' | 'WA') =>
    verdictOf(group(accepts === undefined ? {} : { accepts }), ended({ a, b }));
  expect(verdict(undefined, 'AC', 'WA')).toBe('WA');
  expect(verdict('any', 'WA', 'AC')).toBe('AC');
  expect(verdict('any', 'WA', 'WA')).toBe('WA');
  expect(verdict('always', 'WA', 'WA')).toBe('AC');
});

it('of what was not run nothing is accepted', () => {
  expect(verdictOf(group({ accepts: 'always' }), new Map())).toBeUndefined();
  expect(verdictOf(group({ accepts: 'any' }), ended({ a: 'WA' }))).toBe('WA');
});

it('a group that is borne does not spoil the one above, and earns what its tests earned', () => {
  const inner = group({ name: 'inner', accepts: 'always' });
  const above = group({ tests: [], groups: [inner] });
  const scored = scoreGroup(above, ended({ a: 'AC', b: 'WA' }));
  expect(scored).toMatchObject({ verdict: 'AC', points: ONE });
});

it('a failure does not settle a group that bears it, and settles one that stops at it', () => {
  const [first, second] = tests;
  if (first === undefined || second === undefined) throw new Error('two tests');
  const isLeft = (more: Partial<TestGroup>) => {
    const root = group(more);
    return isSettled('subtask_aware', { test: second, path: [root] }, ended({ a: 'WA' }));
  };
  const passFail = { aggregation: 'pass_fail' } as const;
  expect(isLeft(passFail)).toBe(true);
  expect(isLeft({ ...passFail, accepts: 'always' })).toBe(false);
  expect(isLeft({ ...passFail, accepts: 'any' })).toBe(false);
  expect(isLeft({ accepts: 'always', stopAtFirstFailure: true })).toBe(true);
});
