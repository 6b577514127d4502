/**
 * A submission to a problem: find what is to judge it, judge it, and make of the setter's report what is stored. Nothing of a
 * hidden test goes into the submission's own row or its events but what every audience may read; the rest goes into the judging,
 * and leaves it through `disclose` alone.
 */
import {
  CupelError,
  formatRational,
  LONG_NAMES,
  limitsFor,
  type Problem,
  type SubmissionReport,
  scoreGroup,
  type TestReport,
  type Toolchain,
} from '@cupel/domain';
import { type JudgeEnvironment, type JudgeOptions, judgePrepared, recheck } from '@cupel/judge';
import { findWaitingJudging, getJudging, type Judging, listJudgedTests, type NewResult } from '@cupel/store';
import { JudgeOptionsSchema } from '../platform/jobs/submission-options.js';
import { storedReport } from '../platform/judging/stored-report.js';
import { SETTER_TOLD } from '../platform/judging/words.js';
import type { PerformContext } from './context.js';
import type { HeldJob } from './held-job.js';
import { judgeEnvironment } from './judge-environment.js';
import type { HeldProblem } from './judge-problems.js';
import { judgingResultOf, nothingJudged } from './judging-result.js';
import type { JobSandbox } from './launcher-watch.js';
import { bareResult, failure, isSubmitters, type Outcome } from './outcome.js';
import { sourcesOf } from './sources.js';

export async function performJudging(
  held: HeldJob,
  toolchain: Toolchain,
  { sandbox, hasCrashed }: JobSandbox,
  context: PerformContext,
): Promise<Outcome> {
  const { job } = held;
  const judging = await findWaitingJudging(context.connection, job.lease.submissionId);
  // It was dropped, or done under an earlier lease whose answer was lost on its way.
  if (judging === undefined) return failure('record_not_found', 'there is no judging that waits for this job');
  const environment = judgeEnvironment(sandbox, { ...context, cache: context.problems.cache });
  held.recorder.add('preparing', {});
  const problem = await context.problems.hold(environment, job.tenantId, judging.versionId).catch(unjudgeable);
  if (problem instanceof CupelError) return brokenProblem(held, judging, problem);
  try {
    const files = await sourcesOf(job, context.connection);
    const options = { ...optionsOf(held), parallel: context.slots.most };
    const report =
      (await recheckKept(held, context, environment, problem)) ??
      (await judgePrepared(environment, problem.prepared, { toolchain, files }, options).catch((error: unknown) =>
        notCompiled(problem.prepared.problem, toolchain, error),
      ));
    return outcomeOf(held, judging, problem, report, hasCrashed());
  } finally {
    problem.release();
  }
}

/** What is wrong with the problem as a whole was looked for when it was uploaded; where a later Cupel sees more, it is the setter's. */
function unjudgeable(error: unknown): CupelError {
  if (isSubmitters(error) && error.code.startsWith('problem_')) return error;
  throw error;
}

function brokenProblem({ job }: HeldJob, judging: Judging, { message, cure }: CupelError): Outcome {
  const end = { verdict: 'IE', cause: 'judging_failed', because: SETTER_TOLD } as const;
  const faults = [{ part: 'checker', program: 'problem.yaml', problem: `${message}. ${cure}` }];
  return {
    kind: 'result',
    result: bareResult(job, { ...end, outcome: LONG_NAMES.IE }),
    judging: nothingJudged(judging, faults),
  };
}

/** What can be told from the outputs that an earlier judging kept; undefined where the tests have to be run. */
async function recheckKept(
  { job, recorder, signal }: HeldJob,
  { connection, problems, slots }: PerformContext,
  environment: JudgeEnvironment,
  { prepared }: HeldProblem,
): Promise<SubmissionReport | undefined> {
  const { recheck: keptId } = JudgeOptionsSchema.parse(job.options);
  if (keptId === undefined) return undefined;
  const kept = await getJudging(connection, job.tenantId, keptId);
  const report = storedReport(kept, await listJudgedTests(connection, kept.id), prepared.problem.name, job.language);
  if (report === undefined) return undefined;
  const { problem, release } = await problems.look(job.tenantId, kept.versionId);
  try {
    const onTest = (test: TestReport) => recorder.add('test', progressOf(test));
    const again = await recheck(environment, prepared, { problem, report }, { parallel: slots.most, signal, onTest });
    return again.kind === 'rechecked' ? again.report : undefined;
  } finally {
    release();
  }
}

const SUBMITTERS = /^(program_|code_|files?_|argument_|answers_|problem_language_)/;

/** A mistake in the submission's files, found before anything ran, reads as the compiler's refusal does. */
function notCompiled(problem: Problem, { language, versions, variant }: Toolchain, error: unknown): SubmissionReport {
  if (!isSubmitters(error)) throw error;
  // The tests and limits are not his: a launcher that refuses them is no fault of the submission.
  if (!SUBMITTERS.test(error.code)) throw new Error(error.message, { cause: error });
  return {
    problem: problem.name,
    status: 'compile_error',
    verdict: 'CE',
    because: error.message,
    language: { id: language.id, version: variant?.version ?? Object.values(versions)[0] ?? '' },
    limits: limitsFor(problem.limits, language),
    compile: { output: Buffer.from(error.message), truncated: false, because: error.message },
    tests: [],
    score: scoreGroup(problem.tests, new Map()),
    faults: [],
  };
}

function optionsOf({ job, recorder, signal }: HeldJob): JudgeOptions {
  const { exclusive = false, transcript = false } = JudgeOptionsSchema.parse(job.options);
  return {
    exclusive,
    transcript,
    signal,
    onStage: (stage) => recorder.add(stage, {}),
    onTest: (test) => recorder.add('test', progressOf(test)),
  };
}

/** Stored as it is, and disclosed to each reader: see `discloseProgress`. */
function progressOf(test: TestReport) {
  const { name, number, visibility, verdict, time, wallTime, memory, runs, points, maximum } = test;
  const worth = maximum === 'unbounded' ? maximum : formatRational(maximum);
  return { name, number, visibility, verdict, time, wallTime, memory, runs, points: formatRational(points), maximum: worth };
}

function outcomeOf(held: HeldJob, judging: Judging, problem: HeldProblem, report: SubmissionReport, crashed: boolean): Outcome {
  if (report.status === 'internal_error' || report.status === 'cancelled') return failure(report.status, report.because, crashed);
  return { kind: 'result', result: resultOf(held, report), judging: judgingResultOf(judging, problem, report) };
}

/** What stands in the submission's own row, which everybody's lists are made of: the verdict, and nothing that it rests on. */
function resultOf({ job }: HeldJob, report: SubmissionReport): NewResult {
  const { verdict, status } = report;
  const words = status === 'judging_failed' ? SETTER_TOLD : LONG_NAMES[verdict].replaceAll('_', ' ');
  const result = bareResult(job, {
    verdict,
    cause: status,
    because: words,
    outcome: LONG_NAMES[verdict],
    more: { language: report.language },
  });
  const cpuTime = report.tests.reduce((total, { time, runs }) => total + time * runs, 0);
  const wallTime = report.tests.reduce((total, test) => total + test.wallTime, 0);
  const memoryPeak = report.tests.reduce((most, { memory }) => Math.max(most, memory), 0);
  return { ...result, cpuTime, wallTime, memoryPeak };
}
