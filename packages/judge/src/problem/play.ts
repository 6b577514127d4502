import {
  type Classification,
  type Content,
  classify,
  type Limits,
  type RunHooks,
  type RunOutcome,
  type TestCase,
  type Transcript,
} from '@cupel/domain';
import { attempt } from '../attempt.js';
import type { Compiled } from '../compile.js';
import { programSpec, type SpecParts } from '../spec.js';
import type { Decision } from './decision.js';
import type { JudgeEnvironment, JudgeOptions } from './environment.js';
import type { PreparedProblem } from './prepare.js';

/** All that the tests of one submission have in common. */
export interface Judging {
  readonly environment: JudgeEnvironment;
  readonly prepared: PreparedProblem;
  readonly compiled: Compiled;
  /** By which the submission is judged. */
  readonly limits: Limits;
  /** By which it is stopped: a little above, so that what is near the limit is told from what runs for ever. */
  readonly enforced: Limits;
  readonly options: JudgeOptions;
}

/** One pass of a test. */
export interface Pass {
  readonly test: TestCase;
  readonly input: Content;
  readonly state?: Uint8Array;
}

/** One run of the submission, alone or with its partner. */
export interface Played {
  /** By what the kernel saw of the submission. */
  readonly judgement: Classification;
  readonly outcome?: RunOutcome;
  /** What is to be checked. */
  readonly output: Uint8Array;
  /** Absent where the output is still to be checked. */
  readonly decision?: Decision;
  readonly transcript?: Transcript;
}

/** A program that reads the test and writes its answer. */
export async function playAlone(judging: Judging, { test, input }: Pass): Promise<Played> {
  const { environment, compiled, enforced, limits } = judging;
  const given = { args: test.args, files: test.files, stdin: input, ...accessOf(judging.prepared) };
  const spec = programSpec(compiled, environment.mode, enforced, given);
  const tried = await attempt(environment.sandbox, compiled.program.toolchain, spec, hooksOf(judging));
  if (tried.kind === 'lost') return { judgement: tried.judgement, output: new Uint8Array() };
  const { outcome } = tried;
  return { judgement: classify(outcome.evidence, limits), outcome, output: outcome.stdout };
}

export const hooksOf = ({ options: { signal } }: Judging): RunHooks => (signal === undefined ? {} : { signal });

/** What the problem lets submissions do in their folder. */
export const accessOf = ({ problem }: PreparedProblem): Pick<SpecParts, 'readOnly'> =>
  problem.readOnly === true ? { readOnly: true } : {};
