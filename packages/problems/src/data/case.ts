import type { Content } from '@cupel/domain';

/** A test as the package has it. */
export interface PackageTest {
  /** `secret/group1/03`. */
  readonly name: string;
  /** Name of the group in which it stands. */
  readonly group: string;
  readonly input: Content;
  /** Paths inside the package, for messages and for what must not be read into memory. */
  readonly inputPath: string;
  readonly answer: Content;
  readonly answerPath: string;
  readonly files: readonly { readonly name: string; readonly content: Content }[];
  readonly args: readonly string[];
  readonly inputValidatorArgs: ValidatorArgs;
  readonly outputValidatorArgs: readonly string[];
  readonly fullFeedback: boolean;
  readonly hint?: string;
  readonly description?: string;
}

/** For each validator alike, or by the name of the validator. */
export type ValidatorArgs = readonly string[] | Readonly<Record<string, readonly string[]>>;

export function argsFor(args: ValidatorArgs, validator: string): readonly string[] {
  return isList(args) ? args : (args[validator] ?? []);
}

function isList(args: ValidatorArgs): args is readonly string[] {
  return Array.isArray(args);
}

/** A group of tests: `sample`, `secret` and what is below. */
export interface PackageGroup {
  readonly name: string;
  readonly file?: string;
  /** Of that file, by key. */
  readonly lines?: Readonly<Record<string, number>>;
  readonly tests: readonly string[];
  readonly groups: readonly PackageGroup[];
  readonly scoring: GroupScoring;
}

/** Numbers are kept as they are written: the scores are exact. */
export interface GroupScoring {
  readonly aggregation: 'pass-fail' | 'sum' | 'min' | 'max' | 'avg';
  readonly maxScore?: string | 'unbounded';
  readonly requirePass: readonly string[];
  readonly onReject: 'break' | 'continue';
  readonly verdictMode: 'worst_error' | 'first_error' | 'always_accept';
  readonly acceptIfAny: boolean;
  readonly ignoreSample: boolean;
  readonly acceptScore: string;
  readonly rejectScore: string;
  readonly range?: readonly [string, string];
  /** `grading: custom`: what the package's own grader is started with. */
  readonly graderArgs?: readonly string[];
  readonly staticValidation?: { readonly score: string | 'pass-fail'; readonly args: readonly string[] };
}

/** What a test or group passes on to what is below it. */
export interface TestSettings {
  readonly args: readonly string[];
  readonly inputValidatorArgs: ValidatorArgs;
  readonly outputValidatorArgs: readonly string[];
  readonly fullFeedback: boolean;
}

/** Input that validators must refuse, or output that the output validator must refuse or accept. */
export interface ValidatorTest {
  readonly name: string;
  readonly kind: 'invalid_input' | 'invalid_output' | 'valid_output';
  readonly input: Content;
  readonly output?: Content;
  readonly answer?: Content;
  readonly inputValidatorArgs: ValidatorArgs;
  readonly outputValidatorArgs: readonly string[];
}
