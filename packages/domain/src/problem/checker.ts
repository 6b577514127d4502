import type { Rational } from '../scoring/rational.js';
import type { SetterProgram } from './program.js';

/** How near a number must be. Within either bound is near enough; one that is not given is no bound at all. */
export interface Tolerance {
  readonly absolute?: Rational;
  readonly relative?: Rational;
}

/** Comparisons that Cupel does itself, by their names in problem files and requests. Each is a file in `checkers/`. */
export type Comparison =
  /** Blanks at both ends apart, byte for byte. What is used where nothing is said. */
  | { readonly kind: 'stripped' }
  | { readonly kind: 'exact' }
  /** Lines, but for blanks at their ends and empty lines at the end. */
  | { readonly kind: 'trailing_space' }
  | { readonly kind: 'tokens' }
  /** Tokens, with A to Z as a to z. No other letters: there are two that only look like a k. */
  | { readonly kind: 'case_insensitive' }
  | { readonly kind: 'floats'; readonly tolerance: Tolerance }
  | { readonly kind: 'unordered_lines' }
  | { readonly kind: 'unordered_tokens' }
  /** Tokens, where numerals count by their exact value: 1.50, 15e-1 and +1.5 are one. */
  | { readonly kind: 'numbers' }
  /** The default output validator of the Kattis/ICPC format, with its flags. */
  | {
      readonly kind: 'kattis';
      readonly caseSensitive: boolean;
      readonly spaceSensitive: boolean;
      readonly tolerance?: Tolerance;
    };

export type ComparisonKind = Comparison['kind'];

/** Those that files and requests name; `kattis` is what the flags of a package make. */
export const COMPARISON_NAMES = [
  'stripped',
  'exact',
  'trailing_space',
  'tokens',
  'case_insensitive',
  'floats',
  'unordered_lines',
  'unordered_tokens',
  'numbers',
] as const satisfies readonly ComparisonKind[];
export type ComparisonName = (typeof COMPARISON_NAMES)[number];

/**
 * What a checker of the setter's own speaks:
 * - `kattis`: `checker input answer feedback/ [flags] < output`, ends with 42 or 43, tells more in the feedback folder;
 * - `testlib`: `checker input output answer`, ends with 0, 1, 2, 3, 4, 7 or 8, tells more on stderr;
 * - `cms`: `checker input answer output`, ends with 0, writes a score from 0 to 1 on stdout and a message on stderr.
 */
export type CheckerProtocol = 'kattis' | 'testlib' | 'cms';

export type Checker =
  | { readonly kind: 'comparison'; readonly comparison: Comparison }
  | { readonly kind: 'program'; readonly protocol: CheckerProtocol; readonly program: SetterProgram };

/** A program that talks to the submission; `kattis` is an output validator that is joined to it by pipes. */
export interface Interactor {
  readonly protocol: 'kattis' | 'testlib';
  readonly program: SetterProgram;
}
