import { performance } from 'node:perf_hooks';
import type { CupelError, Toolchain } from '@cupel/domain';
import { ANSWERS_TOOLCHAIN, type ExecuteHooks, type ExecuteRequest, type ExecuteResult, execute } from '@cupel/judge';
import type { ClaimedJob } from '@cupel/store';
import { newResultOf, type PhaseTimes } from '../platform/jobs/result-record.js';
import { GRADE, JUDGE, REJUDGE, SubmissionOptionsSchema, VERIFY } from '../platform/jobs/submission-options.js';
import type { PerformContext } from './context.js';
import { performGrading } from './grade.js';
import type { HeldJob } from './held-job.js';
import { interactiveHooks, interactiveRequest } from './input/interactive-run.js';
import { performJudging } from './judge.js';
import { createJobSandbox, type JobSandbox } from './launcher-watch.js';
import { bareResult, failure, type Outcome, refused } from './outcome.js';
import { sourcesOf } from './sources.js';
import { performVerification } from './verify.js';

const USAGE_EVERY_MS = 500;

/** Runs one job in its box and says what came of it. Never rejects: whatever goes wrong is our fault, and told as such. */
export async function perform(held: HeldJob, context: PerformContext): Promise<Outcome> {
  const { job, recorder } = held;
  const own = createJobSandbox(context.watch, held.job.tenantId);
  const { hasCrashed } = own;
  try {
    const outcome =
      job.kind === VERIFY ? await performVerification(held, own, context) : await performProgram(held, own, context);
    held.ran = true;
    return stopped(held) ?? outcome;
  } catch (error) {
    return stopped(held) ?? refused(error, hasCrashed()) ?? callersMistake(error, job);
  } finally {
    held.ran = true;
    held.input?.close();
    recorder.close();
  }
}

async function performProgram(held: HeldJob, sandbox: JobSandbox, context: PerformContext): Promise<Outcome> {
  const { language, version } = held.job;
  const isAnswers = language === ANSWERS_TOOLCHAIN.language.id;
  const toolchain = isAnswers ? ANSWERS_TOOLCHAIN : context.abilities.find(language, version);
  if (toolchain === undefined) return failure('toolchain_missing', `this worker has no ${language}`);
  switch (held.job.kind) {
    case JUDGE:
    case REJUDGE:
      return performJudging(held, toolchain, sandbox, context);
    case GRADE:
      return performGrading(held, toolchain, sandbox, context);
    default:
      return performRun(held, toolchain, sandbox, context);
  }
}

async function performRun(held: HeldJob, toolchain: Toolchain, own: JobSandbox, context: PerformContext): Promise<Outcome> {
  const { sandbox, hasCrashed } = own;
  const clock = startClock();
  const request = { ...(await requestOf(held.job, context)), ...interactiveRequest(held) };
  const hooks = { ...hooksOf(held, clock), ...interactiveHooks(held) };
  const run = () => execute(sandbox, toolchain, request, hooks);
  // Whoever wants to be alone cannot wait for a person: a worker for exact timing is one without interactive runs.
  const result = await (held.input === undefined ? context.gate.together(run) : run());
  return judged(result, clock.times(), hasCrashed());
}

/** What was killed by us has no result, whatever its evidence says. */
function stopped({ stopReason, signal }: HeldJob): Outcome | undefined {
  if (stopReason === 'lost') return { kind: 'drop' };
  return signal.aborted ? { kind: 'hand_back' } : undefined;
}

function judged(result: ExecuteResult, times: PhaseTimes, crashed: boolean): Outcome {
  const { judgement, evidence, compile } = result;
  if (judgement.verdict !== 'IE') return { kind: 'result', result: newResultOf(result, times) };
  return failure(judgement.cause, judgement.because, crashed, evidence ?? compile?.evidence);
}

/** What the API would have refused had it known the host: a mistake in the program's files, found before anything ran. */
function callersMistake(error: unknown, job: ClaimedJob): Outcome {
  const { code, message } = error as CupelError;
  return { kind: 'result', result: bareResult(job, { verdict: 'CE', cause: code, because: message, outcome: 'compile_error' }) };
}

async function requestOf(job: ClaimedJob, { mode, connection }: PerformContext): Promise<ExecuteRequest> {
  const { typecheck = false } = SubmissionOptionsSchema.parse(job.options);
  return {
    files: await sourcesOf(job, connection),
    mode,
    typecheck,
    args: job.args,
    limits: job.limits,
    ...(job.stdin && { stdin: { kind: 'bytes', bytes: job.stdin } }),
    ...(job.expectedOutput && { expectedOutput: job.expectedOutput }),
  };
}

interface Clock {
  stage(name: 'compiling' | 'running'): void;
  times(): PhaseTimes;
}

/** Microseconds of each phase, on the monotonic clock. */
function startClock(): Clock {
  const began = performance.now();
  let compiling: number | undefined;
  let running: number | undefined;
  return {
    stage: (name) => {
      if (name === 'compiling') compiling = performance.now();
      else running = performance.now();
    },
    times: () => {
      const ended = performance.now();
      const micro = (from: number | undefined, to: number) => (from === undefined ? 0 : Math.round((to - from) * 1000));
      return {
        compile: micro(compiling, running ?? ended),
        run: micro(running, ended),
        total: micro(began, ended),
      };
    },
  };
}

function hooksOf({ recorder, signal }: HeldJob, clock: Clock): ExecuteHooks {
  return {
    signal,
    onStage: (stage) => {
      clock.stage(stage);
      recorder.add(stage, {});
    },
    onOutput: (stream, chunk) => recorder.output(stream, chunk),
    onUsage: (usage) => recorder.add('usage', usage),
    usageEvery: USAGE_EVERY_MS,
  };
}
