import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Aggregation, TestCase, TestGroup } from '../problem/tests.js';
import type { Verdict } from '../verdict/verdicts.js';
import { readAward } from './award.js';
import { bestPerSubtask, compareIcpc, icpcScore, icpcTotal } from './contest.js';
import { scoreGroup, type TestScores } from './group.js';
import { judgingOrder } from './order.js';
import { formatRational, parseRational, rationalOf, roundedRational } from './parse.js';
import { add, compareRationals, divide, multiply, ONE, type Rational, rational, subtract, sum, ZERO } from './rational.js';
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

const fraction = fc
  .tuple(fc.bigInt({ min: -1000n, max: 1000n }), fc.bigInt({ min: 1n, max: 1000n }))
  .map(([above, below]) => rational(above, below));

describe('exact fractions', () => {
  it('obey the laws of arithmetic, and stay in lowest terms', () => {
    fc.assert(
      fc.property(fraction, fraction, fraction, (a, b, c) => {
        expect(add(add(a, b), c)).toEqual(add(a, add(b, c)));
        expect(multiply(a, add(b, c))).toEqual(add(multiply(a, b), multiply(a, c)));
        expect(subtract(add(a, b), b)).toEqual(a);
        if (b.numerator !== 0n) expect(multiply(divide(a, b), b)).toEqual(a);
        expect(parseRational(formatRational(a))).toEqual(a);
        expect(Math.sign(compareRationals(a, b))).toBe(-Math.sign(compareRationals(b, a)) + 0);
        expect(Math.abs(roundedRational(a, 9) - Number(a.numerator) / Number(a.denominator))).toBeLessThan(1e-9);
      }),
    );
  });

  it('make one of three thirds and three tenths of three tenths', () => {
    expect(sum([1, 2, 3].map(() => rational(1, 3)))).toEqual(ONE);
    expect(sum([0.1, 0.1, 0.1].map((tenth) => rationalOf(tenth) ?? ZERO))).toEqual(rational(3, 10));
  });

  test.each([
    ['7', '7'],
    ['0.25', '1/4'],
    ['.5', '1/2'],
    ['5.', '5'],
    ['1e-3', '1/1000'],
    ['1.5E2', '150'],
    ['-0', '0'],
    ['+2/4', '1/2'],
  ])('%s is %s', (written, value) => {
    expect(formatRational(parseRational(written) ?? rational(-99))).toBe(value);
  });

  test.each([
    '',
    ' ',
    'NaN',
    'nan',
    'inf',
    'Infinity',
    '-Infinity',
    '1e309',
    '1e999',
    '0x10',
    '1/0',
    '1_0',
    '٣',
    '1 2',
    '.',
    '1e',
    '--1',
    '9'.repeat(65),
  ])('%j is none', (written) => {
    expect(parseRational(written)).toBeUndefined();
  });

  test.each([
    [rational(1, 3), 0.333333],
    [rational(-1, 3), -0.333333],
    [rational(1, 2_000_000), 0.000001],
    [rational(100), 100],
  ])('%o rounds to %d', (value, expected) => {
    expect(roundedRational(value)).toBe(expected);
  });
});

describe('what a checker gives', () => {
  const maximum = rational(10);
  test.each(['NaN', 'nan', 'Infinity', 'inf', '-inf', '1e309', '-1', '-0.001', '10.0001', '', 'ten', '1 2', '5\n6'])(
    '%j is refused',
    (written) => {
      expect(readAward(written, 'points', maximum)).toMatchObject({ ok: false });
    },
  );

  it('is points, or a share of them', () => {
    expect(readAward(' 2.5\n', 'points', maximum)).toEqual({ ok: true, points: rational(5, 2) });
    expect(readAward('0.25', 'share', maximum)).toEqual({ ok: true, points: rational(5, 2) });
    expect(readAward('1.01', 'share', maximum)).toMatchObject({ ok: false });
    expect(readAward('0.5', 'share', 'unbounded')).toMatchObject({ ok: false });
    expect(readAward('1000000', 'points', 'unbounded')).toEqual({ ok: true, points: rational(1_000_000) });
  });

  it('is in range or refused, whatever it is', () => {
    const written = fc.oneof(fc.string(), fc.double().map(String), fc.integer().map(String));
    fc.assert(
      fc.property(written, fc.constantFrom('points' as const, 'share' as const), (text, unit) => {
        const award = readAward(text, unit, maximum);
        if (!award.ok) return;
        expect(compareRationals(award.points, ZERO)).toBeGreaterThanOrEqual(0);
        expect(compareRationals(award.points, maximum)).toBeLessThanOrEqual(0);
      }),
    );
  });
});

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

describe('contests', () => {
  const minute = 60_000_000;

  it('charge 20 minutes for each rejected attempt before the accepted one', () => {
    const attempts = [
      { at: 95.9 * minute, verdict: 'AC' as const },
      { at: 10 * minute, verdict: 'WA' as const },
      { at: 20 * minute, verdict: 'CE' as const },
      { at: 30 * minute, verdict: 'IE' as const },
      { at: 40 * minute, verdict: 'TLE' as const },
      { at: 200 * minute, verdict: 'WA' as const },
    ];
    expect(icpcScore(attempts)).toEqual({ solved: true, rejected: 2, pending: 0, penalty: 135, solvedAt: 95.9 * minute });
    expect(icpcScore([{ at: 1, verdict: 'WA' }, { at: 2 }])).toEqual({ solved: false, rejected: 1, pending: 1, penalty: 0 });
  });

  it('rank by problems, then penalty, then the last of them', () => {
    const solvedAt = (minutes: number, rejected = 0) =>
      icpcScore([
        ...Array.from({ length: rejected }, () => ({ at: 0, verdict: 'WA' as const })),
        { at: minutes * minute, verdict: 'AC' as const },
      ]);
    const two = icpcTotal([solvedAt(50), solvedAt(100)]);
    const late = icpcTotal([solvedAt(10), solvedAt(140)]);
    const one = icpcTotal([solvedAt(5), icpcScore([])]);
    expect([late, one, two].toSorted(compareIcpc)).toEqual([two, late, one]);
    expect(compareIcpc(two, icpcTotal([solvedAt(30, 1), solvedAt(100)]))).toBe(0);
  });

  it('keep the best of each subtask', () => {
    const submission = (one: number, two: number) => ({
      points: rational(one + two),
      subtasks: [
        { name: 'one', points: rational(one) },
        { name: 'two', points: rational(two) },
      ],
    });
    expect(bestPerSubtask([submission(30, 0), submission(0, 70)]).points).toEqual(rational(100));
    expect(
      bestPerSubtask([
        { points: rational(3), subtasks: [] },
        { points: rational(2), subtasks: [] },
      ]).points,
    ).toEqual(rational(3));
    expect(bestPerSubtask([]).points).toEqual(ZERO);
  });

  it('never fall by one more submission', () => {
    const part = fc.nat(100).map((points) => rational(points));
    const submission = fc.tuple(part, part).map(([one, two]) => ({
      points: add(one, two),
      subtasks: [
        { name: 'one', points: one },
        { name: 'two', points: two },
      ],
    }));
    fc.assert(
      fc.property(fc.array(submission), submission, (all, more) => {
        const before = bestPerSubtask(all).points;
        const after = bestPerSubtask([...all, more]).points;
        expect(compareRationals(after, before)).toBeGreaterThanOrEqual(0);
        expect(compareRationals(after, more.points)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
