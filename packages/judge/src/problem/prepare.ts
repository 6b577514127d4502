import { type Checker, checkProblem, type JudgingFault, type Problem } from '@cupel/domain';
import { releaseCompiled } from '../compile.js';
import type { JudgeEnvironment } from './environment.js';
import { isReady, type ReadyProgram, readyProgram } from './setter-program.js';

/**
 * A problem whose own programs are compiled, good for any number of submissions until it is released. What does not compile
 * is in `faults`, and every submission is then answered with them. Where the launcher has died since, its programs are gone
 * and judging ends as an `internal_error`: prepare it anew.
 */
export interface PreparedProblem {
  readonly problem: Problem;
  readonly checker?: ReadyProgram;
  /** The interactor, or the driver of a problem that asks for a function. */
  readonly partner?: ReadyProgram;
  readonly faults: readonly JudgingFault[];
}

/** Throws `problem_…` where the problem cannot be judged, and what keeps a box from being started. */
export async function prepareProblem(environment: JudgeEnvironment, problem: Problem): Promise<PreparedProblem> {
  checkProblem(problem);
  const { evaluation, limits } = problem;
  const program = checkerProgram(evaluation.checker);
  const checker = program && (await readyProgram(environment, limits, 'checker', program));
  try {
    const partner = await readyPartner(environment, problem);
    return { problem, ...asReady('checker', checker), ...asReady('partner', partner), faults: faultsOf(checker, partner) };
  } catch (error) {
    if (checker !== undefined && isReady(checker)) releaseCompiled(environment.sandbox, checker.compiled);
    throw error;
  }
}

type Made = ReadyProgram | JudgingFault | undefined;

const asReady = <Name extends string>(name: Name, made: Made): Partial<Record<Name, ReadyProgram>> =>
  made !== undefined && isReady(made) ? ({ [name]: made } as Record<Name, ReadyProgram>) : {};

const faultsOf = (...made: readonly Made[]): readonly JudgingFault[] =>
  made.filter((each): each is JudgingFault => each !== undefined && !isReady(each));

function readyPartner(
  environment: JudgeEnvironment,
  { evaluation, limits }: Problem,
): Promise<ReadyProgram | JudgingFault> | undefined {
  if (evaluation.kind === 'interaction') return readyProgram(environment, limits, 'interactor', evaluation.interactor.program);
  if (evaluation.kind === 'function') return readyProgram(environment, limits, 'driver', evaluation.driver);
  return undefined;
}

const checkerProgram = (checker: Checker | undefined) => (checker?.kind === 'program' ? checker.program : undefined);

/** The problem's programs can be run no longer. */
export function releaseProblem({ sandbox }: JudgeEnvironment, { checker, partner }: PreparedProblem): void {
  for (const program of [checker, partner]) if (program !== undefined) releaseCompiled(sandbox, program.compiled);
}
