import { type Content, DEFAULT_LIMITS, decodeText, type Exit, type InputFile, type Toolchain } from '@cupel/domain';
import { compile, type JudgeEnvironment, releaseCompiled, runCompiled, SCRIPT_TOOLCHAIN, scriptFiles } from '@cupel/judge';
import type { PackageProgram, ProblemPackage } from '@cupel/problems';
import { oneLine } from '../report-lines.js';
import { prepareChecktestdata } from './checktestdata.js';

/** An input validator that was made ready to be asked. */
export interface ReadyValidator {
  readonly name: string;
  ask(args: readonly string[], input: Content, files: readonly InputFile[]): Promise<ValidatorAnswer>;
  release(): void;
}

export interface ValidatorAnswer {
  readonly accepted: boolean;
  readonly said: string;
}

const RIGHT = { kattis: 42, testlib: 0 } as const;

/** Why a validator cannot be asked: what is wrong with it, or only what this host lacks. */
export interface NotReady {
  readonly problem?: string;
  readonly note?: string;
}

export const isReady = (made: ReadyValidator | NotReady): made is ReadyValidator => 'ask' in made;

export async function prepareValidator(
  program: PackageProgram,
  found: ProblemPackage,
  environment: JudgeEnvironment,
): Promise<ReadyValidator | NotReady> {
  const { run } = program;
  switch (run.kind) {
    case 'language':
      return asked(await compiled(program, await environment.toolchain(run.language), found, environment));
    case 'script':
      return asked(await compiled(program, SCRIPT_TOOLCHAIN, found, environment));
    case 'checktestdata':
      return prepareChecktestdata(program, environment);
    case 'viva':
      return { note: 'is not run: Cupel does not read VIVA; inputs are not checked by it' };
  }
}

const asked = (made: ReadyValidator | string): ReadyValidator | NotReady => (typeof made === 'string' ? { problem: made } : made);

async function compiled(program: PackageProgram, toolchain: Toolchain, found: ProblemPackage, environment: JudgeEnvironment) {
  const { sandbox, mode } = environment;
  const files = program.run.kind === 'script' ? scriptFiles(program.files) : program.files;
  const made = await compile(sandbox, toolchain, { files, mode });
  if (made.kind !== 'compiled') {
    const failed = program.run.kind === 'script' ? 'its build script failed' : 'does not compile';
    return `${failed}: ${oneLine(decodeText(made.report.output).text)}`;
  }
  const limits = { ...DEFAULT_LIMITS, ...toolchain.language.run.limits, ...found.problem?.limits.validation };
  const ready: ReadyValidator = {
    name: program.name,
    ask: async (args, stdin, beside) => {
      const { judgement, evidence, stdout, stderr } = await runCompiled(sandbox, made, {
        mode,
        args,
        limits,
        stdin,
        beside,
      });
      return answerOf(evidence?.exit, stdout, stderr, judgement.because, found);
    },
    release: () => releaseCompiled(sandbox, made),
  };
  return ready;
}

function answerOf(
  exit: Exit | undefined,
  stdout: Uint8Array,
  stderr: Uint8Array,
  because: string,
  found: ProblemPackage,
): ValidatorAnswer {
  const said = oneLine(decodeText(stderr.length > 0 ? stderr : stdout).text);
  const code = exit?.kind === 'code' ? exit.code : undefined;
  return { accepted: code === RIGHT[found.extension.validatorProtocol], said: said === '' ? because : said };
}
