import { COMPARISON_NAMES, type Comparison, parseRational, type Tolerance } from '@cupel/domain';
import { z } from 'zod';

/** `submission_inputs.options` of the kind `execution`: what a worker must know beside sources, limits and arguments. */
export const SubmissionOptionsSchema = z.object({
  /** Check types before compiling, where the language knows how. */
  typecheck: z.boolean().optional(),
});
export type SubmissionOptions = z.output<typeof SubmissionOptionsSchema>;

/** Of the kind `interactive`. */
export const InteractiveOptionsSchema = SubmissionOptionsSchema.extend({
  /** The program has a terminal of this size; else its streams are pipes. */
  terminal: z.object({ columns: z.number().int().positive(), rows: z.number().int().positive() }).optional(),
  /** Microseconds in which nothing is typed and nothing written before it is stopped. */
  idleTime: z.number().int().positive(),
});
export type InteractiveOptions = z.output<typeof InteractiveOptionsSchema>;

/** The kinds of submissions: a plain run, one with tests of its own, one to a problem, and one that judges another again. */
export const EXECUTION = 'execution';
export const GRADE = 'grade';
export const JUDGE = 'judge';
export const REJUDGE = 'rejudge';
/** And one that is nobody's submission: a worker verifies a version of a problem. */
export const VERIFY = 'verify';

/** What the setter alone knows of, and nobody is told of: until it is applied, or for good. */
export const isSecretKind = (kind: string): boolean => kind === REJUDGE || kind === VERIFY;

/** Of the kinds `judge` and `rejudge`. */
export const JudgeOptionsSchema = z.object({
  /** One test at a time, with nothing beside it on the worker. */
  exclusive: z.boolean().optional(),
  /** Keep what interactor and submission tell each other, for the setter. */
  transcript: z.boolean().optional(),
  /** Of the kind `rejudge`: the judging whose kept outputs are given to the checker, where nothing but the checker changed. */
  recheck: z.uuid().optional(),
});
export type JudgeJobOptions = z.output<typeof JudgeOptionsSchema>;

/** Of the kind `verify`: what the problem is called, for what is said of it. */
export const VerifyOptionsSchema = z.object({ slug: z.string() });

/** The file of a submission to be graded in which its tests lie; no program may bring one of this name. */
export const TESTS_FILE = '.cupel-tests.json';

/** The tests in that file. */
export const GradeTestsSchema = z.array(
  z
    .object({
      input: z.string(),
      expected_output: z.string(),
      name: z.string(),
      points: z.number(),
      hidden: z.boolean(),
    })
    .readonly(),
);

/** As text, so that 0.1 is a tenth and no float near it. */
const amount = z
  .string()
  .max(60)
  .refine((text) => (parseRational(text)?.numerator ?? -1n) >= 0n, 'is no number of at least 0');

/** How outputs are compared, in the words in which a job keeps it. */
export const StoredCheckerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(COMPARISON_NAMES).exclude(['floats']) }),
  z.object({ kind: z.literal('floats'), absolute: amount.optional(), relative: amount.optional() }),
]);
export type StoredChecker = z.output<typeof StoredCheckerSchema>;

/** Of the kind `grade`. */
export const GradeOptionsSchema = z.object({ checker: StoredCheckerSchema.optional() });

export function comparisonOf(checker: StoredChecker): Comparison {
  if (checker.kind !== 'floats') return checker;
  const bound = (name: 'absolute' | 'relative'): Partial<Tolerance> => {
    const value = checker[name] === undefined ? undefined : parseRational(checker[name]);
    return value === undefined ? {} : { [name]: value };
  };
  return { kind: 'floats', tolerance: { ...bound('absolute'), ...bound('relative') } };
}
