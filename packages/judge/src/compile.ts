import type { Artefact, Sandbox, Toolchain } from '@cupel/domain';
import { type Program, prepareProgram } from './program.js';
import type { CompileRequest, ExecuteHooks } from './request.js';
import type { CompileReport } from './result.js';
import { runStep, type StepName } from './step.js';

/** A program that can be run any number of times, until it is released. */
export interface Compiled {
  readonly kind: 'compiled';
  readonly program: Program;
  /** Absent where the language runs its sources. */
  readonly artefact?: Artefact;
  readonly report?: CompileReport;
}

export interface NotCompiled {
  readonly kind: 'not_compiled';
  readonly program: Program;
  readonly report: CompileReport;
}

/**
 * Makes a program of sources: checks types where asked, then compiles where the language does; each in a box of its own,
 * for compilers too run strangers' input. Whoever gets a `Compiled` gives it to `releaseCompiled` in the end.
 * Throws the caller's mistakes (`program_…`, `file_…`) and what keeps a box from being started.
 */
export async function compile(
  sandbox: Sandbox,
  toolchain: Toolchain,
  request: CompileRequest,
  hooks: Pick<ExecuteHooks, 'onStage' | 'signal'> = {},
): Promise<Compiled | NotCompiled> {
  const program = prepareProgram(toolchain, request.files);
  const names = stepsOf(toolchain, request);
  if (names.length > 0) hooks.onStage?.('compiling');
  let made: Pick<Compiled, 'report' | 'artefact'> = {};
  for (const name of names) {
    const { report, artefact } = await runStep(sandbox, program, name, { ...request, ...hooks, before: made.report });
    if (report.judgement.verdict !== 'AC') return { kind: 'not_compiled', program, report };
    made = artefact === undefined ? { report } : { report, artefact };
  }
  return { kind: 'compiled', program, ...made };
}

/** The program can be run no longer, and the memory that it lay in is free. */
export function releaseCompiled(sandbox: Sandbox, { artefact }: Compiled): void {
  if (artefact !== undefined) sandbox.release(artefact);
}

function stepsOf({ language }: Toolchain, { typecheck = false }: CompileRequest): readonly StepName[] {
  const wanted: readonly StepName[] = typecheck ? ['typecheck', 'compile'] : ['compile'];
  return wanted.filter((name) => language[name] !== undefined);
}
