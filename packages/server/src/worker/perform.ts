import { performance } from 'node:perf_hooks';
import { CupelError, type IsolationMode } from '@cupel/domain';
import { type ExecuteHooks, type ExecuteRequest, type ExecuteResult, execute, type SourceFile } from '@cupel/judge';
import { type ClaimedJob, type Connection, type FailureReason, type NewResult, readBlob } from '@cupel/store';
import { newResultOf, type PhaseTimes } from '../platform/jobs/result-record.js';
import { SubmissionOptionsSchema } from '../platform/jobs/submission-options.js';
import type { Abilities } from './abilities.js';
import type { HeldJob } from './held-job.js';
import { createJobSandbox, type LauncherWatch } from './launcher-watch.js';

/** What is to be done with a job in the end. */
export type Outcome =
  | { readonly kind: 'result'; readonly result: NewResult }
  /** Our fault: tried again, or parked. */
  | { readonly kind: 'failure'; readonly reason: FailureReason; readonly crashed: boolean }
  /** For another worker to take at once. */
  | { readonly kind: 'hand_back' }
  /** Somebody else's by now. */
  | { readonly kind: 'drop' };

export interface PerformContext {
  readonly abilities: Abilities;
  readonly watch: LauncherWatch;
  readonly connection: Connection;
  readonly mode: IsolationMode;
}

const USAGE_EVERY_MS = 500;

/** Runs one job in its box and says what came of it. Never rejects: whatever goes wrong is our fault, and told as such. */
export async function perform(held: HeldJob, context: PerformContext): Promise<Outcome> {
  const { job, recorder } = held;
  const { sandbox, hasCrashed } = createJobSandbox(context.watch);
  try {
    const toolchain = context.abilities.find(job.language, job.version);
    if (toolchain === undefined) return failure('toolchain_missing', `this worker has no ${job.language}`);
    const clock = startClock();
    const request = await requestOf(job, context);
    const result = await execute(sandbox, toolchain, request, hooksOf(held, clock));
    held.ran = true;
    return stopped(held) ?? judged(result, clock.times(), hasCrashed());
  } catch (error) {
    return stopped(held) ?? refused(error, hasCrashed()) ?? callersMistake(error, job);
  } finally {
    held.ran = true;
    recorder.close();
  }
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

function failure(code: string, message: string, crashed = false, evidence?: unknown): Outcome {
  return { kind: 'failure', reason: { code, message, ...(evidence !== undefined && { evidence }) }, crashed };
}

function refused(error: unknown, crashed: boolean): Outcome | undefined {
  if (error instanceof CupelError && error.guilt === 'caller') return undefined;
  const code = error instanceof CupelError ? error.code : 'internal_error';
  return failure(code, error instanceof Error ? error.message : String(error), crashed);
}

/** What the API would have refused had it known the host: a mistake in the program's files, found before anything ran. */
function callersMistake(error: unknown, job: ClaimedJob): Outcome {
  const { code, message } = error as CupelError;
  const record = { outcome: 'compile_error', provenance: null, limits: job.limits, evidence: null, compile: null };
  const nothing = { truncated: { stdout: false, stderr: false }, normalised: [], phases: { compile: 0, run: 0, total: 0 } };
  const result: NewResult = {
    verdict: 'CE',
    cause: code,
    because: message,
    stdout: Buffer.alloc(0),
    stderr: Buffer.alloc(0),
    cpuTime: 0,
    wallTime: 0,
    memoryPeak: 0,
    record: { ...record, ...nothing, language: { id: job.language, version: job.version ?? '' } },
  };
  return { kind: 'result', result };
}

async function requestOf(job: ClaimedJob, { mode, connection }: PerformContext): Promise<ExecuteRequest> {
  const { typecheck = false } = SubmissionOptionsSchema.parse(job.options);
  const source: SourceFile = { ...(job.sourceName !== null && { name: job.sourceName }), bytes: job.source };
  const files = job.files.map(async ({ name, content }): Promise<SourceFile> => {
    if (content.kind === 'bytes') return { name, bytes: content.bytes };
    const chunks: Buffer[] = [];
    for await (const chunk of readBlob(connection, job.tenantId, content.sha256)) chunks.push(chunk);
    return { name, bytes: Buffer.concat(chunks) };
  });
  return {
    files: [source, ...(await Promise.all(files))],
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
