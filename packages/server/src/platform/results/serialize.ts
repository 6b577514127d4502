import { decodeText, type Evidence, limitsInSeconds, OUTCOMES, outputIntegrity, type Verdict } from '@cupel/domain';
import type { Submission, SubmissionState, SubmissionSummary } from '@cupel/store';
import type { z } from 'zod';
import type { CompileRecord, ResultRecord } from '../jobs/result-record.js';
import type { Result, SummarySchema } from './schema.js';

const STATUS = {
  queued: 'pending',
  running: 'running',
  completed: 'completed',
  cancelled: 'error',
  failed: 'error',
} as const satisfies Record<SubmissionState, Result['status']>;

export const statusOf = (state: SubmissionState): Result['status'] => STATUS[state];

export interface SerializeOptions {
  /** Outputs in base64, too; otherwise only where text cannot say them. */
  readonly base64: boolean;
}

/** What anybody reads of a submission who may read it at all; what stands on tests is added by `presentResult`. */
export function serializeResult(submission: Submission, { base64 }: SerializeOptions): Result {
  const { result } = submission;
  const record = result?.record as unknown as Partial<ResultRecord> | undefined;
  const evidence = record?.evidence ?? null;
  return {
    id: submission.id,
    ...headOf(submission),
    ...outputOf(submission, base64),
    exit_code: result?.exitCode ?? null,
    signal: result?.signal ?? null,
    cpu_time: result ? result.cpuTime / 1e6 : null,
    wall_time: result ? result.wallTime / 1e6 : null,
    memory_peak: result?.memoryPeak ?? null,
    version: record?.language?.version ?? submission.version,
    truncated: record?.truncated ?? { stdout: false, stderr: false },
    output_integrity: evidence && outputIntegrity(evidence),
    compile: record?.compile ? compileOf(record.compile, result?.compileOutput ?? Buffer.alloc(0), base64) : null,
    isolation: isolationOf(evidence ?? record?.compile?.evidence ?? null),
    evidence: evidence as Result['evidence'],
    limits: record?.limits ? limitsInSeconds(record.limits) : null,
    timing: timingOf(submission, record),
    provenance: record?.provenance ?? null,
    normalised_line_ends: [...(record?.normalised ?? [])],
  };
}

function headOf(submission: Submission) {
  const { state, verdict } = submission;
  return {
    status: STATUS[state],
    state,
    language: submission.language,
    profile: submission.profile,
    lane: submission.lane,
    verdict: verdict as Verdict | null,
    outcome: outcomeOf(state, verdict),
    cause: submission.cause,
    because: submission.because,
    error_message: errorMessage(submission),
    created_at: submission.createdAt.toISOString(),
    started_at: submission.startedAt?.toISOString() ?? null,
    completed_at: submission.completedAt?.toISOString() ?? null,
    expires_at: submission.expiresAt?.toISOString() ?? null,
    reference: submission.reference,
    batch_id: submission.batchId,
    kind: submission.kind,
    problem_id: submission.problemId,
  };
}

function errorMessage({ state, verdict, because }: Submission): string | null {
  if (state === 'cancelled') return 'cancelled';
  return state === 'failed' || verdict === 'IE' ? because : null;
}

export function outcomeOf(state: SubmissionState, verdict: string | null): Result['outcome'] {
  if (state === 'cancelled') return 'cancelled';
  return verdict === null ? null : (OUTCOMES[verdict as Verdict] ?? null);
}

function outputOf({ result }: Submission, base64: boolean) {
  if (result === null) return { stdout: null, stderr: null, stdout_lossy: false, stderr_lossy: false };
  const [stdout, stderr] = [decodeText(result.stdout), decodeText(result.stderr)];
  return {
    stdout: stdout.text,
    stderr: stderr.text,
    stdout_lossy: stdout.lossy,
    stderr_lossy: stderr.lossy,
    ...((base64 || stdout.lossy) && { stdout_base64: result.stdout.toString('base64') }),
    ...((base64 || stderr.lossy) && { stderr_base64: result.stderr.toString('base64') }),
  };
}

function compileOf(compile: CompileRecord, output: Buffer, base64: boolean): NonNullable<Result['compile']> {
  const { evidence } = compile;
  const { text, lossy } = decodeText(output);
  return {
    step: compile.step,
    verdict: compile.verdict as Verdict,
    cause: compile.cause,
    because: compile.because,
    exit_code: evidence?.exit?.kind === 'code' ? evidence.exit.code : null,
    signal: evidence?.exit?.kind === 'signal' ? evidence.exit.signal : null,
    output: text,
    ...((base64 || lossy) && { output_base64: output.toString('base64') }),
    truncated: compile.truncated,
    cpu_time: evidence ? evidence.cpu.total / 1e6 : null,
    wall_time: evidence ? evidence.wall / 1e6 : null,
    memory_peak: evidence?.memory.peak ?? null,
    reused: compile.reused ?? false,
    limits: limitsInSeconds(compile.limits),
    evidence: evidence as Result['evidence'],
  };
}

function isolationOf(evidence: Evidence | null): Result['isolation'] {
  if (evidence === null) return null;
  const { mode, walls, missing } = evidence.isolation;
  return { mode, walls: [...walls], missing: [...missing] };
}

function timingOf(
  { createdAt, startedAt, completedAt }: Submission,
  record: Partial<ResultRecord> | undefined,
): Result['timing'] {
  const between = (from: Date | null, to: Date | null) => (from && to ? Math.max(0, to.getTime() - from.getTime()) / 1000 : null);
  const phases = record?.phases;
  return {
    queued: between(createdAt, startedAt),
    compile: phases && record?.compile ? phases.compile / 1e6 : null,
    run: phases ? phases.run / 1e6 : null,
    total: between(createdAt, completedAt),
  };
}

export function serializeSummary(summary: SubmissionSummary): z.input<typeof SummarySchema> {
  return {
    id: summary.id,
    status: STATUS[summary.state],
    state: summary.state,
    language: summary.language,
    verdict: summary.verdict as Verdict | null,
    outcome: outcomeOf(summary.state, summary.verdict),
    cause: summary.cause,
    cpu_time: summary.cpuTime === null ? null : summary.cpuTime / 1e6,
    wall_time: summary.wallTime === null ? null : summary.wallTime / 1e6,
    memory_peak: summary.memoryPeak,
    created_at: summary.createdAt.toISOString(),
    completed_at: summary.completedAt?.toISOString() ?? null,
    lane: summary.lane,
    kind: summary.kind,
    problem_id: summary.problemId,
    reference: summary.reference,
    batch_id: summary.batchId,
    key_id: summary.keyId,
  };
}
