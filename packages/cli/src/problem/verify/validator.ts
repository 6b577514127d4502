import { DEFAULT_LIMITS, decodeText, type Exit, type InputFile, type RunSpec } from '@cupel/domain';
import { compile, type JudgeEnvironment, releaseCompiled, runCompiled } from '@cupel/judge';
import type { PackageProgram, ProblemPackage } from '@cupel/problems';
import { oneLine } from '../report-lines.js';
import { buildScript } from './script.js';

/** An input validator that was made ready to be asked. */
export interface ReadyValidator {
  readonly name: string;
  ask(args: readonly string[], input: RunSpec['stdin'], files: readonly InputFile[]): Promise<ValidatorAnswer>;
  release(): void;
}

interface ValidatorAnswer {
  readonly accepted: boolean;
  readonly said: string;
}

const RIGHT = { kattis: 42, testlib: 0 } as const;

/** In words, where it cannot be made ready. */
export async function prepareValidator(
  program: PackageProgram,
  found: ProblemPackage,
  environment: JudgeEnvironment,
): Promise<ReadyValidator | string> {
  if (program.run.kind === 'language') return compiled(program, program.run.language, found, environment);
  if (program.run.kind === 'script') return script(program, found, environment);
  return `is written for ${program.run.kind}, which this host does not run; inputs are not checked by it`;
}

async function compiled(program: PackageProgram, language: string, found: ProblemPackage, environment: JudgeEnvironment) {
  const { sandbox, mode } = environment;
  const toolchain = await environment.toolchain(language);
  const made = await compile(sandbox, toolchain, { files: program.files, mode });
  if (made.kind !== 'compiled') return `does not compile: ${oneLine(decodeText(made.report.output).text)}`;
  const limits = { ...DEFAULT_LIMITS, ...toolchain.language.run.limits, ...found.problem?.limits.validation };
  const ready: ReadyValidator = {
    name: program.name,
    ask: async (args, stdin, files) => {
      if (files.length > 0) return { accepted: false, said: 'a test with .files is read only by validators with a run script' };
      const { judgement, evidence, stdout, stderr } = await runCompiled(sandbox, made, { mode, args, limits, stdin });
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
