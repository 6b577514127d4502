import { parseDecimal, sameDecimal } from './decimal.js';
import type { Mismatch } from './difference.js';
import { compareTokens } from './sequence.js';

/** Tokens, where numerals count by their exact value, however many digits they have. What is no numeral counts as it is. */
export function compareNumbers(output: Uint8Array, answer: Uint8Array): Mismatch | undefined {
  return compareTokens(output, answer, {
    near: (got, expected) => {
      const wanted = parseDecimal(answer, expected);
      const written = wanted && parseDecimal(output, got);
      return wanted !== undefined && written !== undefined && sameDecimal(written, wanted);
    },
  });
}
