import {
  type Cancellation,
  type Classification,
  CupelError,
  classify,
  DEFAULT_LIMITS,
  decodeText,
  derivedWallTime,
  type JudgingFault,
  type Limits,
  type ProblemLimits,
  printable,
  type RunOutcome,
  SandboxError,
  type SetterProgram,
} from '@cupel/domain';
import { attempt } from '../attempt.js';
import { type Compiled, compile } from '../compile.js';
import { programSpec, type SpecParts } from '../spec.js';
import type { JudgeEnvironment } from './environment.js';
import { SCRIPT, SCRIPT_TOOLCHAIN, scriptFiles } from './script.js';

/** A checker, an interactor or a driver, compiled and ready for any number of tests. */
export interface ReadyProgram {
  readonly part: JudgingFault['part'];
  readonly name: string;
  readonly compiled: Compiled;
  readonly limits: Limits;
}

export type SetterEnd =
  | { readonly kind: 'ended'; readonly code: number; readonly outcome: RunOutcome }
  /** It did not end by itself with an exit code. */
  | { readonly kind: 'broken'; readonly problem: string; readonly judgement: Classification }
  | { readonly kind: 'lost'; readonly judgement: Classification };

const SECOND = 1_000_000;
const MB = 1024 * 1024;
const SHOWN_CHARACTERS = 500;

/** Wide, because a setter's program is trusted to end; but it reads what strangers wrote, so there is an end to it. */
function validationLimits(language: Limits, limits: ProblemLimits, program: SetterProgram): Limits {
  const cpuTime = program.limits?.cpuTime ?? limits.validation?.cpuTime ?? 20 * SECOND;
  return {
    ...DEFAULT_LIMITS,
    processes: language.processes,
    memory: 1024 * MB,
    scratchBytes: 512 * MB,
    fileSize: 256 * MB,
    stdoutBytes: 8 * MB,
    ...limits.validation,
    ...program.limits,
    cpuTime,
    wallTime: program.limits?.wallTime ?? limits.validation?.wallTime ?? derivedWallTime(cpuTime),
  };
}

/** Throws what is wrong with the sources (`program_…`) and what keeps a box from being started. */
export async function readyProgram(
  environment: JudgeEnvironment,
  limits: ProblemLimits,
  part: JudgingFault['part'],
  program: SetterProgram,
): Promise<ReadyProgram | JudgingFault> {
  const fault = (problem: string): JudgingFault => ({ part, program: program.name, problem });
  const { sandbox, mode } = environment;
  try {
    const isScript = program.language === SCRIPT;
    const toolchain = isScript ? SCRIPT_TOOLCHAIN : await environment.toolchain(program.language);
    const files = isScript ? scriptFiles(program.files) : program.files;
    const made = await compile(sandbox, toolchain, { files, mode });
    if (made.kind === 'not_compiled') {
      const { judgement, output } = made.report;
      if (judgement.verdict === 'IE') throw new SandboxError({ kind: 'died', detail: judgement.because });
      return fault(
        `${judgement.because}. Make it compile: ${printable(
          decodeText(output)
            .text.trim()
            .replace(/\s*\n\s*/g, ' / '),
          SHOWN_CHARACTERS,
        )}`,
      );
    }
    const own = validationLimits(toolchain.language.run.limits, limits, program);
    return { part, name: program.name, compiled: made, limits: own };
  } catch (error) {
    if (error instanceof CupelError && error.guilt === 'caller') return fault(`${error.message}. ${error.cure}`);
    throw error;
  }
}

export const isReady = (made: ReadyProgram | JudgingFault): made is ReadyProgram => 'compiled' in made;

/** One run of a setter's program in a box of its own. */
export async function runSetter(
  { sandbox, mode }: JudgeEnvironment,
  { compiled, limits }: ReadyProgram,
  parts: SpecParts,
  signal: Cancellation | undefined,
): Promise<SetterEnd> {
  const spec = programSpec(compiled, mode, limits, parts);
  const tried = await attempt(sandbox, compiled.program.toolchain, spec, signal === undefined ? {} : { signal });
  if (tried.kind === 'lost') return tried;
  return endOf(tried.outcome, limits);
}

/** How a setter's program ended: its own exit code, or what stopped it. A limit that stopped it is its own fault. */
export function endOf(outcome: RunOutcome, limits: Limits): SetterEnd {
  const judgement = classify(outcome.evidence, limits);
  if (judgement.verdict === 'IE') return { kind: 'lost', judgement };
  const { exit, firstCause } = outcome.evidence;
  if (firstCause === 'ended' && exit?.kind === 'code' && (judgement.verdict === 'AC' || judgement.verdict === 'RE'))
    return { kind: 'ended', code: exit.code, outcome };
  return { kind: 'broken', problem: `${judgement.because}${cureOf(judgement)}${said(outcome)}`, judgement };
}

/** What lifts the limit that it met, in the words of a package. */
function cureOf({ verdict }: Classification): string {
  if (verdict === 'TLE') return '; make it end sooner, also where its input ends early, or raise limits.validation_time';
  if (verdict === 'MLE') return '; make it take less, or raise limits.validation_memory';
  return verdict === 'OLE' ? '; make it write less, or raise limits.validation_output' : '';
}

/** The tail of what it wrote to stderr in one line, for the setter. */
export function said({ stderr }: RunOutcome): string {
  const text = decodeText(stderr)
    .text.trim()
    .slice(-SHOWN_CHARACTERS)
    .replace(/\s*\n\s*/g, ' / ');
  return text === '' ? '' : `; it wrote: ${printable(text, SHOWN_CHARACTERS)}`;
}
