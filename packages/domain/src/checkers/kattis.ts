import type { Comparison } from '../problem/checker.js';
import { sameByte, sameLetter } from './bytes.js';
import type { Mismatch } from './difference.js';
import { nearTokens } from './floats.js';
import { compareTokens } from './sequence.js';

type KattisComparison = Extract<Comparison, { kind: 'kattis' }>;

/** What the default output validator of the Kattis/ICPC format accepts. */
export function compareKattis(output: Uint8Array, answer: Uint8Array, flags: KattisComparison): Mismatch | undefined {
  const { caseSensitive, spaceSensitive, tolerance } = flags;
  return compareTokens(output, answer, {
    same: caseSensitive ? sameByte : sameLetter,
    spaces: spaceSensitive,
    ...(tolerance === undefined ? {} : { near: nearTokens(output, answer, tolerance) }),
  });
}
