/**
 * The story of one submission: prepare the problem's own programs, compile the submission once, judge every test in fresh
 * boxes, score, and leave nothing behind. What comes back is the setter's report; `disclose` makes everybody else's of it.
 */
import {
  type Cancellation,
  type GroupScore,
  groupsOf,
  judgingOrder,
  type PlacedTest,
  type Problem,
  type SubmissionReport,
  scoreGroup,
  type TestReport,
} from '@cupel/domain';
import { type Compiled, type NotCompiled, releaseCompiled } from '../compile.js';
import { answersOf, askedOf, judgeAnswer } from './answers.js';
import { brokenWords } from './conclusion.js';
import { DEFAULT_NOISE, type JudgeEnvironment, type JudgeOptions, type Submission } from './environment.js';
import { gradeTests } from './grading.js';
import { withNoise } from './noise.js';
import type { Judging } from './play.js';
import { type PreparedProblem, prepareProblem, releaseProblem } from './prepare.js';
import { judgeInOrder, type Scheduled, type ScheduleOptions } from './schedule.js';
import { checkSize, compileSubmission, limitsOf, refuseOtherLanguages } from './submission.js';
import { judgeTest } from './test.js';

/**
 * Judges one submission against a problem. Throws what is wrong with the problem (`problem_…`), the submitter's mistakes
 * (`program_…`, `file_…`, `code_too_long`, `answers_bad`, `problem_language_not_offered`), and what keeps a box from being started.
 */
export async function judgeSubmission(
  environment: JudgeEnvironment,
  problem: Problem,
  submission: Submission,
  options: JudgeOptions = {},
): Promise<SubmissionReport> {
  options.onStage?.('preparing');
  const prepared = await prepareProblem(environment, problem);
  try {
    return await judgePrepared(environment, prepared, submission, options);
  } finally {
    releaseProblem(environment, prepared);
  }
}

/** As `judgeSubmission`, for the many submissions of one problem: its checker is compiled once for all. */
export async function judgePrepared(
  environment: JudgeEnvironment,
  prepared: PreparedProblem,
  submission: Submission,
  options: JudgeOptions = {},
): Promise<SubmissionReport> {
  const { problem } = prepared;
  const limits = limitsOf(problem, submission, options);
  refuseOtherLanguages(problem, submission);
  if (prepared.faults.length > 0) return unjudged(prepared, submission, { limits });
  if (problem.evaluation.kind === 'answers') return judgeAnswers({ environment, prepared, limits, options }, submission);
  options.onStage?.('compiling');
  const compiled = await compileSubmission(environment, problem, submission, options);
  if (compiled.kind === 'not_compiled') return notCompiled(prepared, submission, limits, compiled);
  try {
    options.onStage?.('running');
    const enforced = withNoise(limits, options.noise ?? DEFAULT_NOISE);
    const judging: Judging = { environment, prepared, compiled, limits, enforced, options };
    const judge = ({ test }: PlacedTest, number: number) => judgeTest(judging, { test, input: test.input }, number);
    const result = await judgeTests(judging, judge);
    return { ...unjudged(prepared, submission, { limits, compiled }), ...result };
  } finally {
    releaseCompiled(environment.sandbox, compiled);
  }
}

type Without = Pick<Judging, 'environment' | 'prepared' | 'limits' | 'options'>;

/** A submission of which nothing is run. */
async function judgeAnswers(
  { environment, prepared, limits, options }: Without,
  submission: Submission,
): Promise<SubmissionReport> {
  checkSize(prepared.problem, submission);
  const answers = answersOf(prepared.problem, submission.files);
  options.onStage?.('running');
  const asked = { ...prepared, problem: askedOf(prepared.problem, answers) };
  const context = { environment, prepared: asked, answers, options };
  // A test is known by its place among all tests, whichever of them this submission was asked for.
  const places = new Map(judgingOrder(prepared.problem.tests).tests.map(({ test }, index) => [test.name, index + 1]));
  const judge = ({ test }: PlacedTest) => judgeAnswer(context, test, places.get(test.name) ?? 0);
  const result = await judgeTests({ environment, prepared: asked, options }, judge);
  return { ...unjudged(asked, submission, { limits }), ...result };
}

async function judgeTests(
  { environment, prepared, options }: Pick<Judging, 'environment' | 'prepared' | 'options'>,
  judge: ScheduleOptions['judge'],
): Promise<Result> {
  const { problem } = prepared;
  const scheduled = await judgeInOrder(judgingOrder(problem.tests).tests, {
    mode: options.execution ?? problem.execution,
    parallel: options.exclusive === true ? 1 : Math.max(1, options.parallel ?? 1),
    judge,
    ...(options.onTest === undefined ? {} : { onTest: options.onTest }),
  });
  return resultOf(environment, prepared, scheduled, options.signal);
}

type Result = Pick<SubmissionReport, 'status' | 'verdict' | 'because' | 'tests' | 'score' | 'faults'>;

/** What the ends of the tests come to. */
export async function resultOf(
  environment: JudgeEnvironment,
  prepared: PreparedProblem,
  { reports, broken }: Scheduled,
  signal: Cancellation | undefined,
): Promise<Result> {
  const { problem } = prepared;
  const scores = scoresOf(reports);
  const unfinished = { tests: reports, score: scoreGroup(problem.tests, scores), verdict: 'IE' } as const;
  if (broken !== undefined) return { ...unfinished, ...brokenOff(broken) };
  const graded = await gradeTests(environment, prepared, scores, signal);
  if (graded.kind === 'lost') return { ...unfinished, ...brokenOff(graded) };
  if (graded.kind === 'fault')
    return { ...unfinished, status: 'judging_failed', because: brokenWords('grader'), faults: [graded.fault] };
  const { score } = graded;
  return { tests: reports, score, status: 'judged', faults: [], ...verdictOf(problem, score, reports) };
}

function verdictOf(
  { tests }: Problem,
  { verdict }: GroupScore,
  reports: readonly TestReport[],
): Pick<Result, 'verdict' | 'because'> {
  const failure = reports.find((report) => report.verdict !== 'AC');
  if (failure !== undefined && verdict === 'AC')
    return { verdict, because: `accepted, though not on every test: ${reason(failure)}` };
  const isGraded = groupsOf(tests).some(({ graderArgs }) => graderArgs !== undefined);
  if (isGraded && verdict !== undefined && verdict !== 'AC')
    return { verdict, because: `the grader of the problem says so${failure === undefined ? '' : `; ${reason(failure)}`}` };
  return { verdict: failure?.verdict ?? 'AC', because: reason(failure) };
}

const scoresOf = (reports: readonly TestReport[]) => new Map(reports.map((report) => [report.name, report]));

const reason = (failure: TestReport | undefined): string =>
  failure === undefined ? 'every test was accepted' : `test ${failure.number} (${failure.name}): ${failure.because}`;

function brokenOff(end: NonNullable<Scheduled['broken']>): Pick<SubmissionReport, 'status' | 'because' | 'faults'> {
  if (end.kind === 'fault') return { status: 'judging_failed', because: end.report.because, faults: [end.fault] };
  const { cause, because } = end.judgement;
  return { status: cause === 'cancelled' ? 'cancelled' : 'internal_error', because, faults: [] };
}

function notCompiled(
  prepared: PreparedProblem,
  submission: Submission,
  limits: SubmissionReport['limits'],
  compiled: NotCompiled,
): SubmissionReport {
  const base = unjudged(prepared, submission, { limits, compiled });
  const { verdict, cause, because } = compiled.report.judgement;
  if (verdict === 'CE') return { ...base, status: 'compile_error', verdict, because };
  return { ...base, status: cause === 'cancelled' ? 'cancelled' : 'internal_error', because };
}

/** A report on which nothing stands yet: the setter's programs are broken, if any of them is. */
function unjudged(
  { problem, faults }: PreparedProblem,
  { toolchain }: Submission,
  { limits, compiled }: { readonly limits: SubmissionReport['limits']; readonly compiled?: Compiled | NotCompiled },
): SubmissionReport {
  const { language, versions, variant } = toolchain;
  const report = compiled?.report;
  const [fault] = faults;
  return {
    problem: problem.name,
    status: 'judging_failed',
    verdict: 'IE',
    because: fault === undefined ? '' : brokenWords(fault.part),
    language: { id: language.id, version: variant?.version ?? Object.values(versions)[0] ?? '' },
    limits,
    ...(report === undefined
      ? {}
      : { compile: { output: report.output, truncated: report.truncated, because: report.judgement.because } }),
    tests: [],
    score: scoreGroup(problem.tests, new Map()),
    faults,
  };
}
