import type { CheckerMessages, Classification, Difference, Rational } from '@cupel/domain';

/** What a comparison, a checker or an interactor says of one test. */
export type Decision =
  | { readonly kind: 'accepted'; readonly points?: Rational; readonly messages: CheckerMessages; readonly next?: NextPass }
  | {
      readonly kind: 'refused';
      readonly cause: 'wrong_output' | 'wrong_presentation' | 'checker_refused' | 'interactor_refused';
      readonly points?: Rational;
      readonly difference?: Difference;
      readonly messages: CheckerMessages;
    }
  /** It is the setter's to mend; `problem` is a sentence without its subject. */
  | { readonly kind: 'broken'; readonly problem: string }
  | { readonly kind: 'lost'; readonly judgement: Classification };

/** A multi-pass problem runs the submission again. */
export interface NextPass {
  readonly input: Uint8Array;
  /** The feedback folder as it was left, packed. */
  readonly state: Uint8Array;
}

export const NO_MESSAGES: CheckerMessages = { setter: '', team: '' };
