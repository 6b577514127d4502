import type { Classification, Evidence, Limits } from '@cupel/domain';
import type { CompileReport, ExecuteResult } from '@cupel/judge';
import type { JsonObject, NewResult } from '@cupel/store';

/** Microseconds of each phase, by the worker's monotonic clock. */
export interface PhaseTimes {
  readonly compile: number;
  readonly run: number;
  /** From the claim to the result. */
  readonly total: number;
}

/** What of a result is neither a column nor bytes: `results.record`. */
export interface ResultRecord {
  readonly outcome: Classification['outcome'];
  readonly provenance: Classification['provenance'] | null;
  /** What ran, and its version as `version` would name it. */
  readonly language: { readonly id: string; readonly version: string };
  readonly limits: Limits;
  readonly evidence: Evidence | null;
  readonly compile: CompileRecord | null;
  readonly truncated: { readonly stdout: boolean; readonly stderr: boolean };
  readonly normalised: readonly string[];
  readonly phases: PhaseTimes;
}

/** The compiler's words are bytes, and stand in `results.compile_output`. */
export interface CompileRecord {
  readonly step: CompileReport['step'];
  readonly verdict: string;
  readonly cause: string;
  readonly because: string;
  readonly truncated: boolean;
  readonly limits: Limits;
  readonly evidence: Evidence | null;
  /** Absent in records of before programs were kept. */
  readonly reused?: boolean;
}

/** A result as the queue keeps it. */
export function newResultOf(result: ExecuteResult, phases: PhaseTimes): NewResult {
  const { judgement, evidence, compile } = result;
  const exit = evidence?.exit;
  return {
    verdict: judgement.verdict,
    cause: judgement.cause,
    because: judgement.because,
    ...(exit?.kind === 'code' && { exitCode: exit.code }),
    ...(exit?.kind === 'signal' && { signal: exit.signal }),
    stdout: result.stdout,
    stderr: result.stderr,
    ...(compile && { compileOutput: compile.output }),
    cpuTime: evidence?.cpu.total ?? 0,
    wallTime: evidence?.wall ?? 0,
    memoryPeak: evidence?.memory.peak ?? 0,
    record: recordOf(result, phases) as unknown as JsonObject,
  };
}

function recordOf(result: ExecuteResult, phases: PhaseTimes): ResultRecord {
  return {
    outcome: result.judgement.outcome,
    provenance: result.judgement.provenance,
    language: result.language,
    limits: result.limits,
    evidence: result.evidence ?? null,
    compile: result.compile ? compileRecordOf(result.compile) : null,
    truncated: result.truncated,
    normalised: result.normalised,
    phases,
  };
}

function compileRecordOf({ step, judgement, truncated, limits, evidence, reused }: CompileReport): CompileRecord {
  const { verdict, cause, because } = judgement;
  return { step, verdict, cause, because, truncated, limits, evidence: evidence ?? null, reused: reused === true };
}
