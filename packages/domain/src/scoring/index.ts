export { formatRational, parseRational, rationalOf, roundedRational } from './parse.js';
export { compareRationals, isZero, ONE, type Rational, rational, ZERO } from './rational.js';
