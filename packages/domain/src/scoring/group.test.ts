import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Aggregation, TestCase, TestGroup } from '../problem/tests.js';
import type { Verdict } from '../verdict/verdicts.js';
import { scoreGroup, type TestScores } from './group.js';
import { judgingOrder } from './order.js';
import { formatRational } from './parse.js';
import { compareRationals, ONE, type Rational, rational, ZERO } from './rational.js';
import { isSettled } from './settled.js';

const nothing = { kind: 'bytes', bytes: new Uint8Array() } as const;
const testCase = (name: string, points: number | Rational = 1): TestCase => ({
  name,
  input: nothing,
  answer: nothing,
  args: [],
  files: [],
  checkerArgs: [],
  points: typeof points === 'number' ? rational(points) : points,
  visibility: 'hidden',
});
const group = (name: string, more: Partial<TestGroup> = {}): TestGroup => ({
  name,
  tests: [],
  groups: [],
  aggregation: 'sum',
  points: 'unbounded',
  requires: [],
  counts: true,
  stopAtFirstFailure: false,
  subtask: false,
  ...more,
});
const scores = (entries: Readonly<Record<string, readonly [Verdict, Rational | number]>>): TestScores =>
  new Map(
    Object.entries(entries).map(([name, [verdict, points]]) => [
      name,
      { verdict, points: typeof points === 'number' ? rational(points) : points },
    ]),
  );

describe('a group', () => {
  const tests = [testCase('a', 4), testCase('b', 4), testCase('c', 4)];
  const earned = scores({ a: ['AC', 4], b: ['WA', rational(1, 3)], c: ['AC', 2] });

  test.each<[Aggregation, string]>([
    ['sum', '19/3'],
    ['min', '1/3'],
    ['max', '4'],
    ['avg', '19/9'],
    ['pass_fail', '0'],
  ])('%s gives %s', (aggregation, points) => {
    const scored = scoreGroup(group('', { tests, aggregation, points: rational(12) }), earned);
    expect([scored.verdict, formatRational(scored.points)]).toEqual(['WA', points]);
  });

  it('that is passed earns all that it is worth', () => {
    const all = scores({ a: ['AC', 0], b: ['AC', 0], c: ['AC', 0] });
    expect(scoreGroup(group('', { tests, aggregation: 'pass_fail', points: rational(30) }), all).points).toEqual(rational(30));
  });

  it('has no verdict where nothing failed and not all was run, and earns nothing for what was not', () => {
    expect(scoreGroup(group('', { tests }), scores({ a: ['AC', 4] }))).toMatchObject({ points: rational(4) });
    expect(scoreGroup(group('', { tests }), scores({ a: ['AC', 4] })).verdict).toBeUndefined();
  });

  it('counts only what is said to count, but its verdict always does', () => {
    const root = group('', {
      groups: [group('sample', { tests: [testCase('s', 5)], counts: false }), group('secret', { tests })],
    });
    const scored = scoreGroup(root, new Map([...earned, ['s', { verdict: 'RE' as const, points: rational(5) }]]));
    expect([scored.verdict, formatRational(scored.points)]).toEqual(['RE', '19/3']);
  });

  it('earns nothing while a group that it requires is not accepted', () => {
    const root = group('', {
      groups: [group('one', { tests: [testCase('a')] }), group('two', { tests: [testCase('b')], requires: ['one'] })],
    });
    const points = (first: Verdict) => scoreGroup(root, scores({ a: [first, 0], b: ['AC', 1] })).points;
    expect([points('AC'), points('TLE')]).toEqual([ONE, ZERO]);
  });

  it('never earns less for one more accepted test, nor more than its parts together', () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const aggregation = fc.constantFrom<Aggregation>('sum', 'min', 'max', 'avg');
    fc.assert(
      fc.property(
        aggregation,
        aggregation,
        fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
        fc.nat(4),
        (outer, inner, passed, more) => {
          const root = group('', {
            aggregation: outer,
            tests: [testCase('a'), testCase('b')],
            groups: [group('in', { aggregation: inner, tests: names.slice(2).map((name) => testCase(name)) })],
          });
          const of = (all: readonly boolean[]) =>
            scoreGroup(root, scores(Object.fromEntries(names.map((name, index) => [name, all[index] ? ['AC', 1] : ['WA', 0]]))))
              .points;
          const before = of(passed);
          const after = of(passed.map((one, index) => one || index === more));
          expect(compareRationals(after, before)).toBeGreaterThanOrEqual(0);
          expect(compareRationals(before, rational(passed.filter(Boolean).length))).toBeLessThanOrEqual(0);
        },
      ),
    );
  });
});

describe('the order of judging', () => {
  const root = group('', {
    groups: [
      group('one', { tests: [testCase('a')], requires: ['three'] }),
      group('two', { tests: [testCase('b')] }),
      group('three', { tests: [testCase('c')] }),
    ],
  });

  it('puts what is required first', () => {
    expect(judgingOrder(root).tests.map(({ test: { name } }) => name)).toEqual(['c', 'a', 'b']);
  });

  it('finds a circle, also one through the group above', () => {
    const ring = group('', { groups: [group('x', { requires: ['y'] }), group('y', { requires: ['x'] })] });
    expect(judgingOrder(ring).cycle).toEqual(['x', 'y', 'x']);
    expect(judgingOrder(group('', { groups: [group('x', { requires: [''] })] })).cycle).toEqual(['', 'x', '']);
    expect(judgingOrder(group('', { requires: [''] })).cycle).toEqual(['', '']);
  });
});

describe('what need not be run', () => {
  const root = group('', {
    groups: [
      group('one', { tests: [testCase('a'), testCase('b')], aggregation: 'min' }),
      group('two', { tests: [testCase('c')], requires: ['one'] }),
      group('three', { tests: [testCase('d'), testCase('e')] }),
    ],
  });
  const left = (mode: Parameters<typeof isSettled>[0], known: TestScores) =>
    judgingOrder(root)
      .tests.filter((placed) => !known.has(placed.test.name) && !isSettled(mode, placed, known))
      .map(({ test: { name } }) => name);

  it('depends on the mode', () => {
    const failed = scores({ a: ['WA', 0] });
    expect(left('run_all', failed)).toEqual(['b', 'c', 'd', 'e']);
    expect(left('subtask_aware', failed)).toEqual(['d', 'e']);
    expect(left('stop_at_first_failure', failed)).toEqual([]);
  });

  it('never changes the points', () => {
    const outcome = fc.constantFrom<readonly [Verdict, number]>(['AC', 1], ['WA', 0]);
    fc.assert(
      fc.property(fc.tuple(outcome, outcome, outcome, outcome, outcome), (outcomes) => {
        const all = scores(
          Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((name, index) => [name, outcomes[index] ?? ['AC', 1]])),
        );
        const run = new Map<string, { verdict: Verdict; points: Rational }>();
        for (const placed of judgingOrder(root).tests) {
          const score = all.get(placed.test.name);
          if (score !== undefined && !isSettled('subtask_aware', placed, run)) run.set(placed.test.name, score);
        }
        expect(scoreGroup(root, run).points).toEqual(scoreGroup(root, all).points);
      }),
    );
  });
});
