import type { Tolerance } from '../problem/checker.js';
import { compareRationals, multiply, type Rational, subtract } from '../scoring/rational.js';
import type { Span } from './bytes.js';
import { decimalValue, parseDecimal, sameDecimal } from './decimal.js';
import type { Mismatch } from './difference.js';
import { compareTokens, type TokenMatch } from './sequence.js';

/**
 * Tokens, where a numeral may be as far off as the tolerance allows. Reckoned exactly, so that the bound lies where it was
 * put. What is no finite decimal, on either side, must be the same token: the difference of 0 and inf is within no tolerance.
 */
export function compareFloats(output: Uint8Array, answer: Uint8Array, tolerance: Tolerance): Mismatch | undefined {
  return compareTokens(output, answer, { near: nearTokens(output, answer, tolerance) });
}

export function nearTokens(output: Uint8Array, answer: Uint8Array, tolerance: Tolerance): TokenMatch {
  return (got, expected) => isNear(output, got, answer, expected, tolerance);
}

function isNear(output: Uint8Array, got: Span, answer: Uint8Array, expected: Span, tolerance: Tolerance): boolean {
  const wanted = parseDecimal(answer, expected);
  const written = wanted && parseDecimal(output, got);
  if (wanted === undefined || written === undefined) return false;
  if (sameDecimal(written, wanted)) return true;
  const value = decimalValue(wanted);
  const candidate = value && decimalValue(written);
  return value !== undefined && candidate !== undefined && within(candidate, value, tolerance);
}

function within(got: Rational, expected: Rational, { absolute, relative }: Tolerance): boolean {
  const distance = magnitude(subtract(got, expected));
  if (absolute !== undefined && compareRationals(distance, absolute) <= 0) return true;
  return relative !== undefined && compareRationals(distance, multiply(relative, magnitude(expected))) <= 0;
}

const magnitude = (value: Rational): Rational => (value.numerator < 0n ? { ...value, numerator: -value.numerator } : value);
