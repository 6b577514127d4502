/**
 * An exact fraction in lowest terms, its denominator above 0. Points are these and never floats: a third, three times, is
 * one, and two submissions that earned the same compare as the same.
 */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export const ZERO: Rational = { numerator: 0n, denominator: 1n };
export const ONE: Rational = { numerator: 1n, denominator: 1n };

/** Throws a RangeError where the denominator is 0: that is a mistake of ours, what strangers write is read by `parseRational`. */
export function rational(numerator: bigint | number, denominator: bigint | number = 1n): Rational {
  const [above, below] = [BigInt(numerator), BigInt(denominator)];
  if (below === 0n) throw new RangeError('a fraction with denominator 0');
  const sign = below < 0n ? -1n : 1n;
  const divisor = sign * gcd(above < 0n ? -above : above, sign * below);
  return { numerator: above / divisor, denominator: below / divisor };
}

function gcd(one: bigint, other: bigint): bigint {
  let [a, b] = [one, other];
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}

export const add = (a: Rational, b: Rational): Rational =>
  rational(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);

export const subtract = (a: Rational, b: Rational): Rational => add(a, { ...b, numerator: -b.numerator });

export const multiply = (a: Rational, b: Rational): Rational =>
  rational(a.numerator * b.numerator, a.denominator * b.denominator);

/** Throws a RangeError where `b` is 0. */
export const divide = (a: Rational, b: Rational): Rational => rational(a.numerator * b.denominator, a.denominator * b.numerator);

/** Below 0, 0 or above 0, as sorting wants it. */
export function compareRationals(a: Rational, b: Rational): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export const least = (a: Rational, b: Rational): Rational => (compareRationals(a, b) <= 0 ? a : b);
export const greatest = (a: Rational, b: Rational): Rational => (compareRationals(a, b) >= 0 ? a : b);
export const sum = (all: readonly Rational[]): Rational => all.reduce(add, ZERO);
export const isZero = ({ numerator }: Rational): boolean => numerator === 0n;
