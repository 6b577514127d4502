import { type Checker, checkProblem, type JudgingFault, type Problem, type SetterProgram } from '@cupel/domain';
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
  readonly staticValidator?: ReadyProgram;
  readonly grader?: ReadyProgram;
  readonly faults: readonly JudgingFault[];
}

/** Throws `problem_…` where the problem cannot be judged, and what keeps a box from being started. */
export async function prepareProblem(environment: JudgeEnvironment, problem: Problem): Promise<PreparedProblem> {
  checkProblem(problem);
  const { evaluation, limits } = problem;
  const program = checkerProgram(evaluation.checker);
  const made: Made[] = [];
  const ready = async (one: Made | Promise<Made>): Promise<Made> => {
    made.push(await one);
    return made.at(-1);
  };
  try {
    const checker = await ready(program && readyProgram(environment, limits, 'checker', program));
    const partner = await ready(readyPartner(environment, problem));
    const validator = await ready(readyOwn(environment, problem, 'static validator', problem.staticValidator));
    const grader = await ready(readyOwn(environment, problem, 'grader', problem.grader));
    const programs = { ...asReady('checker', checker), ...asReady('partner', partner) };
    const others = { ...asReady('staticValidator', validator), ...asReady('grader', grader) };
    return { problem, ...programs, ...others, faults: faultsOf(made) };
  } catch (error) {
    for (const one of made) if (one !== undefined && isReady(one)) releaseCompiled(environment.sandbox, one.compiled);
    throw error;
  }
}

type Made = ReadyProgram | JudgingFault | undefined;

const asReady = <Name extends string>(name: Name, made: Made): Partial<Record<Name, ReadyProgram>> =>
  made !== undefined && isReady(made) ? ({ [name]: made } as Record<Name, ReadyProgram>) : {};

const faultsOf = (made: readonly Made[]): readonly JudgingFault[] =>
  made.filter((each): each is JudgingFault => each !== undefined && !isReady(each));

function readyPartner(
  environment: JudgeEnvironment,
  { evaluation, limits }: Problem,
): Promise<ReadyProgram | JudgingFault> | undefined {
  if (evaluation.kind === 'interaction') return readyProgram(environment, limits, 'interactor', evaluation.interactor.program);
  if (evaluation.kind === 'function') return readyProgram(environment, limits, 'driver', evaluation.driver);
  return undefined;
}

function readyOwn(
  environment: JudgeEnvironment,
  { limits }: Problem,
  part: JudgingFault['part'],
  program: SetterProgram | undefined,
): Promise<ReadyProgram | JudgingFault> | undefined {
  return program && readyProgram(environment, limits, part, program);
}

const checkerProgram = (checker: Checker | undefined) => (checker?.kind === 'program' ? checker.program : undefined);

/** The problem's programs can be run no longer. */
export function releaseProblem({ sandbox }: JudgeEnvironment, prepared: PreparedProblem): void {
  for (const program of [prepared.checker, prepared.partner, prepared.staticValidator, prepared.grader])
    if (program !== undefined) releaseCompiled(sandbox, program.compiled);
}
