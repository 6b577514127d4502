import { type Evidence, limitsInSeconds, outputIntegrity, RUSTBOX_STATUS } from '@cupel/domain';
import type { CompileReport, ExecuteResult } from '@cupel/judge';
import { outputJson } from './output-json.js';

/** Of the answer's form; a field that changes its meaning raises it. */
const SCHEMA_VERSION = '1.0';

/** The answer of `execute-code`: the names are Rustbox's, times are seconds, sizes are bytes. */
export function resultJson(result: ExecuteResult, base64: boolean): unknown {
  const { judgement, language, evidence, compile } = result;
  return {
    schema_version: SCHEMA_VERSION,
    status: RUSTBOX_STATUS[judgement.verdict],
    verdict: judgement.verdict,
    outcome: judgement.outcome,
    cause: judgement.cause,
    because: judgement.because,
    language: language.id,
    version: language.version,
    ...endJson(evidence),
    ...outputJson('stdout', result.stdout, base64),
    ...outputJson('stderr', result.stderr, base64),
    output_integrity: evidence === undefined ? null : outputIntegrity(evidence),
    truncated: result.truncated,
    ...usageJson(evidence),
    compile: compile === undefined ? null : compileJson(compile),
    isolation: (evidence ?? compile?.evidence)?.isolation ?? null,
    limits: limitsInSeconds(result.limits),
    provenance: judgement.provenance,
    normalised_line_ends: result.normalised,
    evidence: evidence ?? null,
  };
}

function compileJson({ step, judgement, output, truncated, evidence, limits }: CompileReport): unknown {
  return {
    step,
    verdict: judgement.verdict,
    cause: judgement.cause,
    because: judgement.because,
    ...endJson(evidence),
    output: new TextDecoder().decode(output),
    truncated,
    ...usageJson(evidence),
    limits: limitsInSeconds(limits),
    evidence: evidence ?? null,
  };
}

function endJson(evidence: Evidence | undefined): { readonly exit_code: number | null; readonly signal: string | null } {
  const exit = evidence?.exit;
  return { exit_code: exit?.kind === 'code' ? exit.code : null, signal: exit?.kind === 'signal' ? exit.signal : null };
}

function usageJson(evidence: Evidence | undefined): Readonly<Record<'cpu_time' | 'wall_time' | 'memory_peak', number | null>> {
  if (evidence === undefined) return { cpu_time: null, wall_time: null, memory_peak: null };
  return { cpu_time: evidence.cpu.total / 1e6, wall_time: evidence.wall / 1e6, memory_peak: evidence.memory.peak };
}
