import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { readAward } from './award.js';
import { formatRational, parseRational, rationalOf, roundedRational } from './parse.js';
import { add, compareRationals, divide, multiply, ONE, rational, subtract, sum, ZERO } from './rational.js';

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
