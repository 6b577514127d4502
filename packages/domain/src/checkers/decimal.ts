import { type Rational, rational } from '../scoring/rational.js';
import { latin1, type Span } from './bytes.js';

/** A numeral by its value: digits without zeros at either end, times ten to the power of the exponent. Zero has no digits. */
export interface Decimal {
  readonly negative: boolean;
  readonly digits: string;
  readonly exponent: number;
}

const NUMERAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;
/** An exponent with more digits than this cannot be reckoned with exactly. */
const MOST_EXPONENT = 1e15;

/** Undefined for what is no decimal numeral: so for NaN, inf, hexadecimal, and digits of other scripts. */
export function parseDecimal(bytes: Uint8Array, span: Span): Decimal | undefined {
  const match = NUMERAL.exec(latin1(bytes, span));
  if (match === null) return undefined;
  const [, sign, whole = '', part = '', power = '0'] = match;
  const written = Number(power);
  const all = whole + part;
  if (all === '' || Math.abs(written) > MOST_EXPONENT) return undefined;
  const first = firstNonZero(all);
  const end = afterLastNonZero(all);
  if (first === all.length) return { negative: false, digits: '', exponent: 0 };
  return { negative: sign === '-', digits: all.slice(first, end), exponent: written - part.length + all.length - end };
}

// Loops, because a pattern like /0+$/ takes quadratic time over zeros that end in something else.
function firstNonZero(digits: string): number {
  let at = 0;
  while (digits[at] === '0') at++;
  return at;
}

function afterLastNonZero(digits: string): number {
  let end = digits.length;
  while (end > 0 && digits[end - 1] === '0') end--;
  return end;
}

export function sameDecimal(a: Decimal, b: Decimal): boolean {
  return a.negative === b.negative && a.exponent === b.exponent && a.digits === b.digits;
}

/** Beyond this a number takes more time than it is worth; no tolerance is meant for it. */
const MOST_DIGITS = 2000;

/** The exact value; undefined for what would take thousands of digits to write down. */
export function decimalValue({ negative, digits, exponent }: Decimal): Rational | undefined {
  if (digits.length > MOST_DIGITS || Math.abs(exponent) > MOST_DIGITS) return undefined;
  const whole = BigInt(`${negative ? '-' : ''}${digits || '0'}`);
  return exponent < 0 ? rational(whole, 10n ** BigInt(-exponent)) : rational(whole * 10n ** BigInt(exponent));
}
