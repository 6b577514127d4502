import { z } from 'zod';

/** `submission_inputs.options` of the kind `execution`: what a worker must know beside sources, limits and arguments. */
export const SubmissionOptionsSchema = z.object({
  /** Check types before compiling, where the language knows how. */
  typecheck: z.boolean().optional(),
});
export type SubmissionOptions = z.output<typeof SubmissionOptionsSchema>;

/** The kind of a plain run; later parts add others, with options of their own. */
export const EXECUTION = 'execution';
