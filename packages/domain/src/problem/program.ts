import type { Limits } from '../limits.js';

export interface SetterFile {
  /** Relative, see `fileNameProblem`. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A program that came with the problem: a checker, an interactor, a driver. It runs in a box as every other. */
export interface SetterProgram {
  /** What to call it in messages to the setter: its path in the package. */
  readonly name: string;
  /** Id or alias of a language, or one with a version; `script` for one with a `build` or `run` script of its own. */
  readonly language: string;
  /** The first is the main file; those that are no source (a testlib.h) stand beside. */
  readonly files: readonly SetterFile[];
  /** Over the validation defaults. */
  readonly limits?: Partial<Limits>;
}
