import type { JudgeEnvironment } from '@cupel/judge';
import { type ProblemPackage, proposeTimeLimit } from '@cupel/problems';
import { checkInputs } from './inputs.js';
import { checkOutputs } from './outputs.js';
import { checkStatements } from './statements.js';
import { checkSubmissions } from './submissions.js';
import type { Checked, CheckedSubmission, Verification } from './verification.js';

export interface VerifyHooks {
  /** A part that is done, or a submission of the last one. */
  readonly onChecked?: (part: 'statements' | 'inputs' | 'outputs', checked: readonly Checked[]) => void;
  readonly onSubmission?: (one: CheckedSubmission) => void;
  readonly onTimeLimit?: (proposal: NonNullable<Verification['timeLimit']>) => void;
}

export interface VerifyOptions {
  /** False leaves out the example submissions, which take the longest. */
  readonly submissions?: boolean;
}

/** Checks all that a package promises. What cannot be judged at all is known by its issues alone. */
export async function verifyPackage(
  found: ProblemPackage,
  environment: JudgeEnvironment,
  hooks: VerifyHooks = {},
  options: VerifyOptions = {},
): Promise<Verification> {
  const nothing: Verification = { issues: found.issues, statements: [], inputs: [], outputs: [], submissions: [] };
  if (found.problem === undefined) return nothing;
  const statements = await checkStatements(found, environment.sandbox);
  hooks.onChecked?.('statements', statements);
  const inputs = await checkInputs(found, environment);
  hooks.onChecked?.('inputs', inputs);
  const outputs = await checkOutputs(found, found.problem, environment);
  hooks.onChecked?.('outputs', outputs);
  if (options.submissions === false) return { ...nothing, statements, inputs, outputs };
  const tell = (one: CheckedSubmission) => hooks.onSubmission?.(one);
  const { checked, timed } = await checkSubmissions(found, found.problem, environment, tell);
  // Where nothing runs there is no time to limit.
  if (found.metadata.submitAnswer) return { ...nothing, statements, inputs, outputs, submissions: checked };
  const timeLimit = proposeTimeLimit(timed, found.metadata.limits);
  hooks.onTimeLimit?.(timeLimit);
  return { ...nothing, statements, inputs, outputs, submissions: checked, timeLimit };
}
