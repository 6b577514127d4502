import { type Rational, rational } from './rational.js';

/** Longer numerals, or larger exponents, are no score that anybody means: they would only cost memory. */
const MOST_CHARACTERS = 64;
const MOST_EXPONENT = 30;
const DECIMAL = /^([+-]?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$|^([+-]?)\.(\d+)(?:[eE]([+-]?\d{1,3}))?$/;
const FRACTION = /^([+-]?\d+)\/(\d+)$/;

/**
 * The exact value of `7`, `0.25`, `.5`, `1e-3` or `1/3`; undefined for all else, so also for NaN, Infinity, 1e309, hexadecimal,
 * blanks and the empty text.
 */
export function parseRational(text: string): Rational | undefined {
  if (text.length > MOST_CHARACTERS) return undefined;
  const fraction = FRACTION.exec(text);
  if (fraction !== null) {
    const denominator = BigInt(fraction[2] ?? '0');
    return denominator === 0n ? undefined : rational(BigInt(fraction[1] ?? '0'), denominator);
  }
  const match = DECIMAL.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '', part = '', exponent = '0', pointSign = '', pointPart = '', pointExponent = '0'] = match;
  const digits = BigInt(`${whole}${part}${pointPart}`);
  const power = Number(exponent) + Number(pointExponent) - part.length - pointPart.length;
  if (Math.abs(power) > MOST_EXPONENT + MOST_CHARACTERS) return undefined;
  const value = sign === '-' || pointSign === '-' ? -digits : digits;
  return power < 0 ? rational(value, 10n ** BigInt(-power)) : rational(value * 10n ** BigInt(power));
}

/** The exact value of a finite float as it is written: 0.1 is a tenth. Undefined for NaN and the infinities. */
export function rationalOf(value: number): Rational | undefined {
  return Number.isFinite(value) ? parseRational(String(value)) : undefined;
}

/** `2/3`, `7`: what `parseRational` reads back. */
export function formatRational({ numerator, denominator }: Rational): string {
  return denominator === 1n ? String(numerator) : `${numerator}/${denominator}`;
}

/** What `formatRational` wrote, read back: of any length, for it is never a stranger's. */
export function readRational(written: string): Rational {
  const [numerator = '0', denominator = '1'] = written.split('/');
  return rational(BigInt(numerator), BigInt(denominator));
}

/** Rounded half up to so many places, without zeros at the end: for people and for APIs, never to reckon with. */
export function roundedRational({ numerator, denominator }: Rational, places = 6): number {
  const scale = 10n ** BigInt(places);
  const scaled = 2n * numerator * scale + denominator;
  const below = 2n * denominator;
  const floor = scaled / below - (scaled % below !== 0n && scaled < 0n ? 1n : 0n);
  return Number(floor) / Number(scale);
}
