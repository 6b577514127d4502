import type { Content, InputFile } from '@cupel/domain';

/** An input validator that was made ready to be asked. */
export interface ReadyValidator {
  readonly name: string;
  /** Path in the package. */
  readonly path: string;
  ask(args: readonly string[], input: Content, files: readonly InputFile[]): Promise<ValidatorAnswer>;
  release(): void;
}

export interface ValidatorAnswer {
  readonly accepted: boolean;
  readonly said: string;
}

/** Why a validator cannot be asked: what is wrong with it, or only what this host lacks. */
export interface NotReady {
  readonly problem?: string;
  readonly note?: string;
}

export const isReady = (made: ReadyValidator | NotReady): made is ReadyValidator => 'ask' in made;
