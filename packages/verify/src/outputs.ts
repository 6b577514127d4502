import { type Content, ONE, type Problem, type TestCase } from '@cupel/domain';
import { type JudgeEnvironment, judgeSubmission } from '@cupel/judge';
import type { ProblemPackage, ValidatorTest } from '@cupel/problems';
import type { Checked } from './verification.js';

/** A solution that says what it is given: outputs are judged just as a submission's are. */
const ECHO = { name: 'main.sh', bytes: Buffer.from('exec cat output.txt\n') };

/** Tries the output validator with data/valid_output and data/invalid_output. */
export async function checkOutputs(
  found: ProblemPackage,
  problem: Problem,
  environment: JudgeEnvironment,
): Promise<readonly Checked[]> {
  const tests = found.validatorTests.filter(({ kind, output, answer }) => kind !== 'invalid_input' && output && answer);
  if (tests.length === 0) return [];
  if (problem.evaluation.kind !== 'output' || problem.passes > 1)
    return [
      {
        name: 'data/valid_output, data/invalid_output',
        by: 'the output validator',
        problem: 'are for problems that neither talk nor run in passes',
      },
    ];
  const trial = trialOf(problem, tests);
  const toolchain = await environment.toolchain('bash');
  const report = await judgeSubmission(environment, trial, { toolchain, files: [ECHO] }, { execution: 'run_all' });
  if (report.status !== 'judged') return [{ name: 'data/valid_output', by: 'the output validator', problem: report.because }];
  const verdicts = new Map(report.tests.map((test) => [test.name, test]));
  return tests.map(({ name, kind }) => {
    const test = verdicts.get(name);
    const wanted = kind === 'valid_output';
    const problemIs = wanted ? `is refused, though it is right: ${test?.because ?? ''}` : 'is accepted, though it is wrong';
    return { name, by: 'the output validator', ...((test?.verdict === 'AC') === wanted ? {} : { problem: problemIs }) };
  });
}

function trialOf(problem: Problem, tests: readonly ValidatorTest[]): Problem {
  const group = {
    ...problem.tests,
    name: '',
    requires: [],
    stopAtFirstFailure: false,
    aggregation: 'pass_fail',
    points: ONE,
  } as const;
  const { languages: _, ...rest } = problem as Problem & { readonly languages?: unknown };
  return { ...rest, included: {}, passes: 1, tests: { ...group, groups: [], tests: tests.map(testCase) } };
}

const NOTHING: Content = { kind: 'bytes', bytes: new Uint8Array() };

function testCase({ name, input, output, answer, outputValidatorArgs }: ValidatorTest): TestCase {
  return {
    name,
    input,
    answer: answer ?? NOTHING,
    args: [],
    files: [{ name: 'output.txt', content: output ?? NOTHING }],
    checkerArgs: outputValidatorArgs,
    points: ONE,
    visibility: 'hidden',
  };
}
