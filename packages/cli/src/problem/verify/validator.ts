import { DEFAULT_LIMITS, decodeText, type Exit, type InputFile, type RunSpec } from '@cupel/domain';
import { compile, type JudgeEnvironment, releaseCompiled, runCompiled } from '@cupel/judge';
import type { PackageProgram, ProblemPackage } from '@cupel/problems';
import { oneLine } from '../report-lines.js';
import { prepareChecktestdata } from './checktestdata.js';
import { buildScript } from './script.js';

/** An input validator that was made ready to be asked. */
export interface ReadyValidator {
  readonly name: string;
  ask(args: readonly string[], input: RunSpec['stdin'], files: readonly InputFile[]): Promise<ValidatorAnswer>;
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
      return asked(await compiled(program, run.language, found, environment));
    case 'script':
      return asked(await script(program, found, environment));
    case 'checktestdata':
      return prepareChecktestdata(program, environment);
    case 'viva':
      return { note: 'is not run: Cupel does not read VIVA; inputs are not checked by it' };
  }
}

const asked = (made: ReadyValidator | string): ReadyValidator | NotReady => (typeof made === 'string' ? { problem: made } : made);

async function compiled(program: PackageProgram, language: string, found: ProblemPackage, environment: JudgeEnvironment) {
  const { sandbox, mode } = environment;
  const toolchain = await environment.toolchain(language);
  const made = await compile(sandbox, toolchain, { files: program.files, mode });
  if (made.kind !== 'compiled') return `does not compile: ${oneLine(decodeText(made.report.output).text)}`;
  const limits = { ...DEFAULT_LIMITS, ...toolchain.language.run.limits, ...found.problem?.limits.validation };
  const ready: ReadyValidator = {
    name: program.name,
    ask: async (args, stdin, files) => {
      const { judgement, evidence, stdout, stderr } = await runCompiled(sandbox, made, {
        mode,
        args,
        limits,
        stdin,
        beside: files,
      });
      return answerOf(evidence?.exit, stdout, stderr, judgement.because, found);
    },
    release: () => releaseCompiled(sandbox, made),
  };
  return ready;
}

async function script(program: PackageProgram, found: ProblemPackage, environment: JudgeEnvironment) {
  const made = await buildScript(program, environment, { ...DEFAULT_LIMITS, ...found.problem?.limits.validation });
  if (typeof made === 'string') return made;
  const ready: ReadyValidator = {
    name: program.name,
    ask: async (args, stdin, files) => {
      const { evidence, stdout, stderr } = await made.run(args, stdin, files);
      return answerOf(evidence.exit, stdout, stderr, evidence.firstCause, found);
    },
    release: () => made.release(),
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
