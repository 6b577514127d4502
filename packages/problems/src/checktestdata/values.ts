import { compareRationals, formatRational, parseRational, type Rational, rational } from '@cupel/domain';
import { CheckError } from './tokens.js';

/** Whole numbers and others are told apart: 7/2 is 3, 7.0/2 is 3.5. Both are exact. */
export type Value = bigint | Rational | string;

const isRational = (value: Value): value is Rational => typeof value === 'object';

/** Longer ones would only cost memory. */
const MOST_DIGITS = 1000;

export function numberOf(text: string): Value {
  if (/^-?\d+$/.test(text)) {
    if (text.length > MOST_DIGITS) throw new CheckError(`a number of ${text.length} digits is too long`);
    return BigInt(text);
  }
  const value = parseRational(text);
  if (value === undefined) throw new CheckError(`${text.slice(0, 40)} is no number that can be reckoned with`);
  return value;
}

export function asNumber(value: Value, what: string): bigint | Rational {
  if (typeof value === 'string')
    throw new CheckError(`${what} is the text ${JSON.stringify(value.slice(0, 40))}, but a number is needed`);
  return value;
}

export function asWhole(value: Value, what: string): bigint {
  const number = asNumber(value, what);
  if (isRational(number)) throw new CheckError(`${what} is ${shown(number)}, but a whole number is needed`);
  return number;
}

const asRational = (value: bigint | Rational): Rational => (isRational(value) ? value : rational(value));

export function compareValues(left: Value, right: Value): number {
  if (typeof left === 'string' || typeof right === 'string') {
    if (typeof left !== typeof right) throw new CheckError('a text is compared with a number');
    return left < right ? -1 : left > right ? 1 : 0;
  }
  if (typeof left === 'bigint' && typeof right === 'bigint') return left < right ? -1 : left > right ? 1 : 0;
  return compareRationals(asRational(left), asRational(right));
}

export const shown = (value: Value): string =>
  typeof value === 'string' ? JSON.stringify(value.slice(0, 40)) : isRational(value) ? formatRational(value) : String(value);

export function reckon(sign: string, left: Value, right: Value): Value {
  if (sign === '+' && typeof left === 'string' && typeof right === 'string') return left + right;
  const [one, other] = [asNumber(left, `what stands before ${sign}`), asNumber(right, `what stands after ${sign}`)];
  if (!isRational(one) && !isRational(other)) return whole(sign, one, other);
  return exact(sign, asRational(one), asRational(other));
}

function whole(sign: string, a: bigint, b: bigint): bigint {
  if ((sign === '/' || sign === '%') && b === 0n) throw new CheckError('a division by 0');
  switch (sign) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '%':
      return a % b;
    default:
      return raised(a, b);
  }
}

function raised(base: bigint, exponent: bigint): bigint {
  const size = BigInt(base.toString().length) * exponent;
  if (exponent < 0n || size > 10_000n) throw new CheckError(`the power ${shown(base)}^${exponent} is negative, or too large`);
  return base ** exponent;
}

function exact(sign: string, a: Rational, b: Rational): Rational {
  switch (sign) {
    case '+':
      return rational(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
    case '-':
      return rational(a.numerator * b.denominator - b.numerator * a.denominator, a.denominator * b.denominator);
    case '*':
      return rational(a.numerator * b.numerator, a.denominator * b.denominator);
    case '/':
      if (b.numerator === 0n) throw new CheckError('a division by 0');
      return rational(a.numerator * b.denominator, a.denominator * b.numerator);
    default:
      throw new CheckError(`${sign} is for whole numbers`);
  }
}
