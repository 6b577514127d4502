import { DEFAULT_LIMITS, decodeText, type Exit, type Toolchain } from '@cupel/domain';
import { compile, type JudgeEnvironment, releaseCompiled, runCompiled, SCRIPT_TOOLCHAIN, scriptFiles } from '@cupel/judge';
import type { PackageProgram, ProblemPackage } from '@cupel/problems';
import { prepareChecktestdata } from './checktestdata.js';
import type { NotReady, ReadyValidator, ValidatorAnswer } from './ready.js';
import { oneLine } from './words.js';

const RIGHT = { kattis: 42, testlib: 0 } as const;

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
    case 'answers':
      return { problem: 'is no program' };
    case 'checktestdata':
      return prepareChecktestdata(program, environment);
    case 'viva':
      return {
        note: 'is not run: Cupel does not read VIVA, so it checks no input; write it as a program, or as a grammar for checktestdata (.ctd)',
      };
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
    path: program.path,
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
