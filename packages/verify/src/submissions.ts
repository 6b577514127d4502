import {
  type GroupScore,
  groupsOf,
  type Problem,
  packageVerdict,
  type Rational,
  type SubmissionReport,
  type TestReport,
  testsOf,
} from '@cupel/domain';
import {
  ANSWERS_TOOLCHAIN,
  type JudgeEnvironment,
  judgePrepared,
  type PreparedProblem,
  prepareProblem,
  releaseProblem,
  type Submission,
} from '@cupel/judge';
import { brokenPromises, type ExampleSubmission, type ProblemPackage, type TimedSubmission } from '@cupel/problems';
import type { CheckedSubmission } from './verification.js';
import { oneLine, pointsText } from './words.js';

export interface CheckedSubmissions {
  readonly checked: readonly CheckedSubmission[];
  readonly timed: readonly TimedSubmission[];
}

/** Judges every example submission on every test, and holds it to what was promised of it. */
export async function checkSubmissions(
  found: ProblemPackage,
  problem: Problem,
  environment: JudgeEnvironment,
  onChecked: (one: CheckedSubmission) => void,
): Promise<CheckedSubmissions> {
  const prepared = await prepareProblem(environment, problem);
  const checked: CheckedSubmission[] = [];
  const timed: TimedSubmission[] = [];
  try {
    for (const example of found.submissions) {
      const { one, tests } = await checkOne(example, prepared, environment, found.metadata.limits.timeLimitToTle);
      onChecked(one);
      checked.push(one);
      timed.push({ submission: example, tests });
    }
    return { checked, timed };
  } finally {
    releaseProblem(environment, prepared);
  }
}

async function checkOne(example: ExampleSubmission, prepared: PreparedProblem, environment: JudgeEnvironment, margin: number) {
  const { run, files } = example.program;
  const language = run.kind === 'language' ? run.language : run.kind;
  if (run.kind !== 'language' && run.kind !== 'answers')
    return { one: failed(example, language, 'is in no language that Cupel runs'), tests: [] };
  try {
    const toolchain = run.kind === 'answers' ? ANSWERS_TOOLCHAIN : await environment.toolchain(language);
    const submission = { toolchain, files };
    const report = await judgePrepared(environment, prepared, submission, { execution: 'run_all' });
    const times = report.tests.map(({ name, time }) => ({ name, seconds: time / 1e6 }));
    const longer = await beyondTheLimit(report, submission, prepared, environment, margin);
    return {
      one: compared(example, language, report, prepared.problem),
      tests: [...times.filter(({ name }) => name !== longer?.name), ...(longer ? [longer] : [])],
    };
  } catch (error) {
    // A language that this host lacks, a file that is too long: this submission's, and no reason to leave the others.
    return { one: failed(example, language, error instanceof Error ? error.message : String(error)), tests: [] };
  }
}

/** A run that was stopped at the limit does not tell how slow it is; one of them is let run as far as the margin asks for. */
async function beyondTheLimit(
  report: SubmissionReport,
  submission: Submission,
  prepared: PreparedProblem,
  environment: JudgeEnvironment,
  margin: number,
): Promise<{ readonly name: string; readonly seconds: number } | undefined> {
  const slow = report.tests.find(({ verdict }) => verdict === 'TLE');
  const test = testsOf(prepared.problem.tests).find(({ name }) => name === slow?.name);
  if (slow === undefined || test === undefined) return undefined;
  const cpuTime = Math.round(report.limits.cpuTime * margin * 1.1);
  // On a busy host it is the CPU time that tells, so it is given the time to use it.
  const limits = { ...report.limits, cpuTime, wallTime: BUSY * cpuTime + SECOND };
  const alone = { ...prepared.problem.tests, requires: [], groups: [], tests: [test] };
  const trial = { ...prepared, problem: { ...prepared.problem, tests: alone } };
  const longer = await judgePrepared(environment, trial, submission, { limits });
  return { name: test.name, seconds: slowness(longer.tests[0] ?? slow) / SECOND };
}

const SECOND = 1_000_000;
const BUSY = 8;

/** Whoever sleeps uses no CPU time: it is as slow as the limit whose wall limit it met. */
function slowness({ cause, time, wallTime }: TestReport): number {
  return cause === 'tle_wall_judge' ? Math.max(time, (wallTime - SECOND) / 2) : time;
}

function compared(example: ExampleSubmission, language: string, report: SubmissionReport, problem: Problem): CheckedSubmission {
  const scoring = problem.type === 'scoring';
  const unjudged = report.status === 'judged' ? [] : [`${report.because}${compilerSaid(report)}${faultsOf(report)}`];
  const maximum = problem.objective === 'min' ? 'unbounded' : report.score.maximum;
  const observed = {
    tests: observedTests(report, problem),
    points: pointsOf(report.score),
    ...(maximum === 'unbounded' ? {} : { fullPoints: maximum }),
  };
  return {
    path: example.path,
    language,
    verdicts: counted(report.tests),
    slowest: Math.max(0, ...report.tests.map(({ time }) => time / 1e6)),
    ...(scoring ? { points: pointsText(report.score.points, maximum) } : {}),
    problems: unjudged.length > 0 ? unjudged : brokenPromises(example, observed),
  };
}

/** A test of a group that was left out, because the groups that it requires were not passed, counts as not accepted. */
function observedTests(report: SubmissionReport, problem: Problem) {
  const ran = new Map(report.tests.map((test) => [test.name, test]));
  return groupsOf(problem.tests).flatMap(({ tests }) =>
    tests.map(({ name }) => {
      const test = ran.get(name);
      return {
        name,
        verdict: test === undefined ? undefined : packageVerdict(test.verdict),
        judgeMessage: test?.messages.setter ?? '',
      };
    }),
  );
}

function pointsOf(score: GroupScore): Readonly<Record<string, Rational>> {
  return Object.assign({ [score.name]: score.points }, ...score.groups.map(pointsOf));
}

function counted(tests: readonly TestReport[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { verdict } of tests) counts[verdict] = (counts[verdict] ?? 0) + 1;
  return counts;
}

function compilerSaid({ compile, verdict }: SubmissionReport): string {
  return verdict === 'CE' && compile !== undefined ? `: ${oneLine(new TextDecoder().decode(compile.output))}` : '';
}

/** What of the setter's own is broken, and on which test. */
function faultsOf({ faults }: SubmissionReport): string {
  return faults.map(({ program, problem, test }) => `; ${program}${test === undefined ? '' : ` on ${test}`} ${problem}`).join('');
}

function failed({ path }: ExampleSubmission, language: string, problem: string): CheckedSubmission {
  return { path, language, verdicts: {}, slowest: 0, problems: [problem] };
}
