import type { JudgeEnvironment } from '@cupel/judge';
import { argsFor, type PackageProgram, type ProblemPackage } from '@cupel/problems';
import { isReady, type NotReady, type ReadyValidator } from './ready.js';
import { prepareValidator } from './validator.js';
import type { Checked } from './verification.js';

/** Runs every input validator on every input, and on the inputs that must be refused. */
export async function checkInputs(found: ProblemPackage, environment: JudgeEnvironment): Promise<readonly Checked[]> {
  const checked: Checked[] = [];
  const ready: ReadyValidator[] = [];
  try {
    for (const validator of found.inputValidators) {
      const made = await prepareValidator(validator, found, environment);
      if (isReady(made)) ready.push(made);
      else checked.push({ name: validator.path, by: whoSays(validator, made), ...made });
    }
    if (ready.length === 0) return checked;
    return [...checked, ...(await checkTests(found, ready)), ...(await checkRefusals(found, ready))];
  } finally {
    for (const one of ready) one.release();
  }
}

function whoSays({ run }: PackageProgram, { problem }: NotReady): string {
  if (problem === undefined) return 'this host';
  return run.kind === 'checktestdata' ? 'the grammar' : 'the compiler';
}

async function checkTests(found: ProblemPackage, ready: readonly ReadyValidator[]): Promise<readonly Checked[]> {
  const checked: Checked[] = [];
  for (const { inputPath, input, inputValidatorArgs, args, files } of [...found.tests, ...validatorInputs(found)]) {
    for (const one of ready) {
      const { accepted, said } = await one.ask([...argsFor(inputValidatorArgs, one.name), ...args], input, files);
      const problem = accepted ? {} : { problem: `refuses this input; ${said}` };
      checked.push({ name: inputPath, by: one.path, ...problem });
    }
  }
  return checked;
}

/** The inputs beside outputs that are only tried are right, too. */
function validatorInputs({ validatorTests }: ProblemPackage) {
  const beside = validatorTests.filter(({ kind }) => kind !== 'invalid_input');
  return beside.map((test) => ({ ...test, inputPath: `data/${test.name}.in`, args: [], files: [] }));
}

/** One validator that refuses is enough. */
async function checkRefusals(found: ProblemPackage, ready: readonly ReadyValidator[]): Promise<readonly Checked[]> {
  const checked: Checked[] = [];
  for (const { name, input, inputValidatorArgs } of found.validatorTests.filter(({ kind }) => kind === 'invalid_input')) {
    const answers = await Promise.all(ready.map((one) => one.ask(argsFor(inputValidatorArgs, one.name), input, [])));
    const refused = answers.some(({ accepted }) => !accepted);
    const problem = refused ? {} : { problem: 'is accepted, though it is no right input' };
    checked.push({ name, by: 'all validators', ...problem });
  }
  return checked;
}
