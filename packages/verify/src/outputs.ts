import { type Content, ONE, type Problem, type SubmissionReport, type TestCase } from '@cupel/domain';
import { type JudgeEnvironment, judgeSubmission } from '@cupel/judge';
import type { ProblemPackage, ValidatorTest } from '@cupel/problems';
import type { Checked } from './verification.js';

/** A solution that says what it is given: outputs are judged just as a submission's are. */
const ECHO = { name: 'main.sh', bytes: Buffer.from('exec cat output.txt\n') };

/** Tries the output validator with data/valid_output and data/invalid_output, and with what samples show. */
export async function checkOutputs(
  found: ProblemPackage,
  problem: Problem,
  environment: JudgeEnvironment,
): Promise<readonly Checked[]> {
  const given = found.validatorTests.filter(({ kind, output, answer }) => kind !== 'invalid_input' && output && answer);
  const { evaluation } = problem;
  if ((evaluation.kind !== 'output' && evaluation.kind !== 'answers') || problem.passes > 1)
    return given.length === 0 ? [] : OTHERS;
  const tests = [...given, ...(await shownOutputs(found))];
  if (tests.length === 0) return [];
  const trial = trialOf({ ...problem, evaluation: { kind: 'output', checker: evaluation.checker } }, tests);
  const toolchain = await environment.toolchain('bash');
  const report = await judgeSubmission(environment, trial, { toolchain, files: [ECHO] }, { execution: 'run_all' });
  if (report.status !== 'judged') return [{ name: 'data', by: BY, problem: brokenWords(report) }];
  const verdicts = new Map(report.tests.map((test) => [test.name, test]));
  return tests.map(({ name, kind }) => {
    const test = verdicts.get(name);
    const wanted = kind === 'valid_output';
    const problemIs = wanted ? `is refused, though it is right: ${test?.because ?? ''}` : 'is accepted, though it is wrong';
    return { name, by: BY, ...((test?.verdict === 'AC') === wanted ? {} : { problem: problemIs }) };
  });
}

const BY = 'the output validator';
const OTHERS: readonly Checked[] = [
  {
    name: 'data/valid_output, data/invalid_output',
    by: BY,
    problem: 'are for problems that neither talk, nor run in passes, nor ask for functions; take them away',
  },
];

const brokenWords = ({ because, faults }: SubmissionReport): string =>
  faults.map(({ problem, test }) => `${problem}${test === undefined ? '' : ` (on ${test})`}`)[0] ?? because;

/** What the statement shows as the output of a sample is an output that must be accepted. */
async function shownOutputs({ metadata, tests, tree }: ProblemPackage): Promise<readonly ValidatorTest[]> {
  if (metadata.format === 'legacy') return [];
  const shown = tests
    .filter(({ group }) => group === 'sample')
    .map(async (test): Promise<readonly ValidatorTest[]> => {
      const stem = test.inputPath.replace(/\.in$/, '');
      const own = await tree.read(`${stem}.out`);
      if (own === undefined && tree.has(`${stem}.ans.statement`)) return [];
      const output = own === undefined ? test.answer : ({ kind: 'bytes', bytes: own } as const);
      const name = own === undefined ? test.answerPath : `${stem}.out`;
      return [{ ...test, name, kind: 'valid_output', output }];
    });
  return (await Promise.all(shown)).flat();
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
