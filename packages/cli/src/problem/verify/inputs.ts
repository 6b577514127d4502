import { type Content, DEFAULT_LIMITS, decodeText, type Limits } from '@cupel/domain';
import { type Compiled, compile, type JudgeEnvironment, releaseCompiled, runCompiled } from '@cupel/judge';
import { argsFor, type PackageProgram, type PackageTest, type ProblemPackage, type ValidatorArgs } from '@cupel/problems';
import { oneLine } from '../report-lines.js';
import type { Checked } from './verification.js';

const RIGHT = { kattis: 42, testlib: 0 } as const;

interface Ready {
  readonly validator: PackageProgram;
  readonly compiled: Compiled;
}

interface Answer {
  readonly accepted: boolean;
  readonly said: string;
}

/** Runs every input validator on every input, and on the inputs that must be refused. */
export async function checkInputs(found: ProblemPackage, environment: JudgeEnvironment): Promise<readonly Checked[]> {
  const checked: Checked[] = [];
  const ready: Ready[] = [];
  try {
    for (const validator of found.inputValidators) {
      const made = await compileValidator(validator, environment);
      if (typeof made === 'string') checked.push({ name: validator.path, by: 'the compiler', problem: made });
      else ready.push({ validator, compiled: made });
    }
    if (ready.length === 0) return checked;
    checked.push(...(await checkTests(found, ready, environment)), ...(await checkRefusals(found, ready, environment)));
    return checked;
  } finally {
    for (const { compiled } of ready) releaseCompiled(environment.sandbox, compiled);
  }
}

async function compileValidator({ files, run }: PackageProgram, environment: JudgeEnvironment): Promise<Compiled | string> {
  if (run.kind !== 'language') return `is a ${run.kind}, which this host does not run; inputs are not checked by it`;
  const toolchain = await environment.toolchain(run.language);
  const made = await compile(environment.sandbox, toolchain, { files, mode: environment.mode });
  return made.kind === 'compiled' ? made : `does not compile: ${oneLine(decodeText(made.report.output).text)}`;
}

async function checkTests(
  found: ProblemPackage,
  ready: readonly Ready[],
  environment: JudgeEnvironment,
): Promise<readonly Checked[]> {
  const checked: Checked[] = [];
  for (const test of found.tests) {
    for (const one of ready) {
      const { accepted, said } = await ask(one, test, found, environment);
      const problem = accepted ? {} : { problem: `refuses this input; ${said}` };
      checked.push({ name: test.inputPath, by: one.validator.name, ...problem });
    }
  }
  return checked;
}

/** One validator that refuses is enough. */
async function checkRefusals(
  found: ProblemPackage,
  ready: readonly Ready[],
  environment: JudgeEnvironment,
): Promise<readonly Checked[]> {
  const checked: Checked[] = [];
  for (const test of found.validatorTests.filter(({ kind }) => kind === 'invalid_input')) {
    const answers = await Promise.all(ready.map((one) => ask(one, { ...test, args: [] }, found, environment)));
    const refused = answers.some(({ accepted }) => !accepted);
    checked.push({
      name: test.name,
      by: 'all validators',
      ...(refused ? {} : { problem: 'is accepted, though it is no right input' }),
    });
  }
  return checked;
}

interface Asked extends Pick<PackageTest, 'args'> {
  readonly input: Content;
  readonly inputValidatorArgs: ValidatorArgs;
}

async function ask(
  { validator, compiled }: Ready,
  test: Asked,
  found: ProblemPackage,
  { sandbox, mode }: JudgeEnvironment,
): Promise<Answer> {
  const args = [...argsFor(test.inputValidatorArgs, validator.name), ...test.args];
  const limits: Limits = {
    ...DEFAULT_LIMITS,
    ...compiled.program.toolchain.language.run.limits,
    ...found.problem?.limits.validation,
  };
  const { judgement, evidence, stdout, stderr } = await runCompiled(sandbox, compiled, { mode, args, limits, stdin: test.input });
  const exit = evidence?.exit;
  const code = exit?.kind === 'code' ? exit.code : undefined;
  const said = oneLine(decodeText(stderr.length > 0 ? stderr : stdout).text);
  return { accepted: code === RIGHT[found.extension.validatorProtocol], said: said === '' ? judgement.because : said };
}
