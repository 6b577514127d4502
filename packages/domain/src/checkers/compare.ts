import type { Comparison } from '../problem/checker.js';
import { sameLetter } from './bytes.js';
import { type Difference, describeMismatch, type Mismatch } from './difference.js';
import { compareExact } from './exact.js';
import { compareFloats } from './floats.js';
import { compareKattis } from './kattis.js';
import { compareNumbers } from './numbers.js';
import { compareTokens } from './sequence.js';
import { compareStripped } from './stripped.js';
import { compareTrailingSpace } from './trailing-space.js';
import { compareUnorderedLines, compareUnorderedTokens } from './unordered.js';

export type ComparisonResult = { readonly accepted: true } | { readonly accepted: false; readonly difference: Difference };

/** Whether the output will do for the answer; where not, the first place at which it does not. Total: any bytes get an answer. */
export function compareOutput(comparison: Comparison, output: Uint8Array, answer: Uint8Array): ComparisonResult {
  const found = findMismatch(comparison, output, answer);
  return found === undefined ? { accepted: true } : { accepted: false, difference: describeMismatch(output, answer, found) };
}

function findMismatch(comparison: Comparison, output: Uint8Array, answer: Uint8Array): Mismatch | undefined {
  switch (comparison.kind) {
    case 'stripped':
      return compareStripped(output, answer);
    case 'exact':
      return compareExact(output, answer);
    case 'trailing_space':
      return compareTrailingSpace(output, answer);
    case 'tokens':
      return compareTokens(output, answer);
    case 'case_insensitive':
      return compareTokens(output, answer, { same: sameLetter });
    case 'floats':
      return compareFloats(output, answer, comparison.tolerance);
    case 'unordered_lines':
      return compareUnorderedLines(output, answer);
    case 'unordered_tokens':
      return compareUnorderedTokens(output, answer);
    case 'numbers':
      return compareNumbers(output, answer);
    case 'kattis':
      return compareKattis(output, answer, comparison);
  }
}
