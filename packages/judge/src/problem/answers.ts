/**
 * Submissions that are answers: each file is the output for the test that it is called after. Nothing of them is run; checkers
 * look at them as at whatever a program wrote.
 */
import {
  CupelError,
  groupsOf,
  type Problem,
  parseLanguage,
  printable,
  type TestCase,
  type TestGroup,
  type TestReport,
  type Toolchain,
  testsOf,
  ZERO,
} from '@cupel/domain';
import type { SourceFile } from '../request.js';
import { checkOutput } from './checking.js';
import { type Conclusion, concluded, faultOf, type TestEnd, unrunReport, withPoints } from './conclusion.js';
import { NO_MESSAGES } from './decision.js';
import { type JudgeEnvironment, type JudgeOptions, KEPT_BYTES } from './environment.js';
import type { PreparedProblem } from './prepare.js';

/** What such submissions are in instead of a language. */
const ANSWERS = 'answers';

export const ANSWERS_TOOLCHAIN: Toolchain = {
  versions: {},
  language: parseLanguage(
    {
      id: ANSWERS,
      name: 'Answers',
      editor: { mode: 'text', extension: 'out' },
      source: '01.out',
      sources: ['out', 'ans', 'txt'],
      packages: [],
      tools: [{ name: 'sh', path: '/bin/sh', version: { argv: ['-c', 'echo 1'], pattern: '(1)' } }],
      run: { argv: ['/bin/false'], env: {}, limits: {} },
    },
    ANSWERS,
  ),
};

/** By the name of a test, the answer to it. */
export type Answers = ReadonlyMap<string, Uint8Array>;

const ENDING = /\.(out|ans|txt)$/i;

/** Which file answers which test. Throws `answers_bad` for a file that answers none, or one of several, or one that another one answers. */
export function answersOf(problem: Problem, files: readonly SourceFile[]): Answers {
  const bad = (detail: string) => new CupelError('answers_bad', { problem: problem.name, detail }, { field: 'files' });
  const names = testsOf(problem.tests).map(({ name }) => name);
  const found = new Map<string, Uint8Array>();
  for (const { name = '', bytes } of files) {
    const shown = printable(name, 80);
    const fitting = testsCalled(name.replace(ENDING, ''), names);
    const [test] = fitting;
    if (test === undefined) throw bad(`no test is called as "${shown}" is`);
    if (fitting.length > 1) throw bad(`"${shown}" could answer ${fitting.slice(0, 3).join(' or ')}`);
    if (found.has(test)) throw bad(`two files answer ${test}, one of them is "${shown}"`);
    found.set(test, bytes);
  }
  return found;
}

/** `01` and `group1/01` are short for `secret/group1/01`, where no other test could be meant. */
function testsCalled(name: string, tests: readonly string[]): readonly string[] {
  if (tests.includes(name)) return [name];
  const all = tests.filter((test) => test.endsWith(`/${name}`));
  // Samples have the names of secret tests as often as not, and are answered by their own folder.
  const secret = all.filter((test) => !test.startsWith('sample/'));
  return secret.length > 0 ? secret : all;
}

/** The problem as far as it asks for these answers: a sample has its answer in the statement, and need not be answered. */
export function askedOf(problem: Problem, answers: Answers): Problem {
  const without = (group: TestGroup): TestGroup => ({
    ...group,
    tests: group.tests.filter(({ name, visibility }) => visibility !== 'sample' || answers.has(name)),
    groups: group.groups.map(without),
  });
  const samples = groupsOf(problem.tests).some(({ name }) => name === 'sample');
  if (!samples) return problem;
  const groups = problem.tests.groups.map((group) => (group.name === 'sample' ? without(group) : group));
  return { ...problem, tests: { ...problem.tests, groups } };
}

export interface AnswerContext {
  readonly environment: JudgeEnvironment;
  readonly prepared: PreparedProblem;
  readonly answers: Answers;
  readonly options: JudgeOptions;
}

/** One test: the answer that was handed in, and whoever decides. */
export async function judgeAnswer(
  { environment, prepared, answers, options }: AnswerContext,
  test: TestCase,
  number: number,
): Promise<TestEnd> {
  const output = answers.get(test.name);
  const refused = refusalOf(output, prepared.problem, test);
  if (output === undefined || refused !== undefined)
    return { kind: 'report', report: unrunReport(test, number, refused ?? MISSING(test)) };
  const said = await checkOutput(environment, prepared, { test, input: test.input, output }, options.signal);
  if (said.kind === 'lost') return { kind: 'lost', judgement: said.judgement };
  const decision = withPoints(test, said);
  const conclusion = concluded(test, ACCEPTED, decision);
  const because = decision.kind === 'refused' ? REASONS[decision.cause] : conclusion.because;
  const report = kept(unrunReport(test, number, { ...conclusion, because }), output);
  if (decision.kind !== 'broken') return { kind: 'report', report };
  return { kind: 'fault', fault: faultOf(prepared, 'checker', test, decision.problem), report };
}

const ACCEPTED = { verdict: 'AC', cause: 'normal_exit', because: 'the answer was accepted' } as const;
const REASONS = {
  wrong_output: 'the answer is not the expected one',
  wrong_presentation: 'the layout of the answer is not the expected one',
  checker_refused: 'the checker refused the answer',
  interactor_refused: 'the checker refused the answer',
} as const;

const kept = (report: TestReport, output: Uint8Array): TestReport => ({
  ...report,
  output: output.subarray(0, KEPT_BYTES),
  truncated: { ...report.truncated, output: output.length > KEPT_BYTES },
});

function refusalOf(output: Uint8Array | undefined, { limits }: Problem, test: TestCase): Conclusion | undefined {
  if (output === undefined || output.length <= limits.stdoutBytes) return undefined;
  const because = `the answer has ${output.length} bytes, and may have ${limits.stdoutBytes}`;
  return { ...MISSING(test), verdict: 'OLE', cause: 'ole_output_limit', because };
}

const MISSING = ({ rejectPoints: points = ZERO }: TestCase): Conclusion => ({
  verdict: 'WA',
  cause: 'wrong_output',
  because: 'no answer was handed in for this test',
  points,
  messages: NO_MESSAGES,
});
