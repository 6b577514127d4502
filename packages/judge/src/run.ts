import {
  type Classification,
  CupelError,
  classify,
  type Limits,
  type RunHooks,
  type RunOutcome,
  type RunSpec,
  type Sandbox,
  type Toolchain,
} from '@cupel/domain';
import { type Attempt, attempt } from './attempt.js';
import type { Compiled, NotCompiled } from './compile.js';
import { withExpectedOutput } from './expected.js';
import { IdleWatch } from './idle.js';
import { type ExecuteHooks, RETURNED_BYTES, type RunRequest } from './request.js';
import type { ExecuteResult } from './result.js';
import { programSpec } from './spec.js';

/**
 * One run of a compiled program, in a fresh box. Throws `argument_bad`, and what keeps a box from being started; a launcher
 * that dies is an IE.
 */
export async function runCompiled(
  sandbox: Sandbox,
  compiled: Compiled,
  request: RunRequest,
  hooks: ExecuteHooks = {},
): Promise<ExecuteResult> {
  checkArguments(request);
  const { toolchain } = compiled.program;
  const limits = request.limits ?? toolchain.language.run.limits;
  const {
    mode,
    args = [],
    stdin = { kind: 'null' },
    stderr = { kind: 'pipe' },
    collect = [],
    beside: files = [],
    env = {},
    terminal,
  } = request;
  const streams = { stdin, stderr, ...(terminal === undefined ? {} : { terminal }) };
  const spec = programSpec(compiled, mode, limits, { args, collect, files, env, ...streams });
  hooks.onStage?.('running');
  const tried = await attemptWatched(sandbox, toolchain, spec, runHooks(request, hooks), request.idleTime);
  if (tried.kind === 'lost') return { ...nothingRan(compiled, limits), judgement: tried.judgement };
  const { outcome } = tried;
  return {
    ...nothingRan(compiled, limits),
    judgement: judge(outcome, limits, request),
    ...returned(outcome, request.returnBytes ?? RETURNED_BYTES),
    evidence: outcome.evidence,
    files: outcome.files,
  };
}

/** As `attempt`; where an idle time is given, a run in which nothing moves for so long is taken back. */
async function attemptWatched(
  sandbox: Sandbox,
  toolchain: Toolchain,
  spec: RunSpec,
  hooks: RunHooks,
  idleTime: number | undefined,
): Promise<Attempt> {
  if (idleTime === undefined) return attempt(sandbox, toolchain, spec, hooks);
  const watch = new IdleWatch(idleTime, hooks);
  try {
    const tried = await attempt(sandbox, toolchain, { ...spec, stdin: watch.watched(spec.stdin) }, watch.hooks);
    return tried.kind === 'lost' ? tried : { kind: 'outcome', outcome: watch.settle(tried.outcome) };
  } finally {
    watch.close();
  }
}

/** The result where the compiler had the last word. */
export function resultOfNotCompiled(compiled: NotCompiled, request: RunRequest): ExecuteResult {
  const limits = request.limits ?? compiled.program.toolchain.language.run.limits;
  return { ...nothingRan(compiled, limits), judgement: compiled.report.judgement };
}

/** Throws `argument_bad`: the kernel would end such an argument early. */
export function checkArguments({ args = [] }: RunRequest): void {
  const bad = args.findIndex((argument) => argument.includes('\0'));
  if (bad >= 0) throw new CupelError('argument_bad', { index: bad }, { field: `args[${bad}]` });
}

/** Where output is expected, all of it is kept until it has been compared. */
function runHooks({ expectedOutput, returnBytes = RETURNED_BYTES }: RunRequest, hooks: ExecuteHooks): RunHooks {
  const { onStage: _, ...rest } = hooks;
  return expectedOutput === undefined ? { ...rest, keepBytes: returnBytes } : rest;
}

function judge({ evidence, stdout }: RunOutcome, limits: Limits, { expectedOutput }: RunRequest): Classification {
  const judgement = classify(evidence, limits);
  return expectedOutput === undefined ? judgement : withExpectedOutput(judgement, stdout, expectedOutput);
}

function returned(
  { evidence, stdout, stderr }: RunOutcome,
  most: number,
): Pick<ExecuteResult, 'stdout' | 'stderr' | 'truncated'> {
  const cut = { stdout: stdout.subarray(0, most), stderr: stderr.subarray(0, most) };
  const truncated = {
    stdout: evidence.io.stdout.bytes > cut.stdout.length,
    stderr: evidence.io.stderr.bytes > cut.stderr.length,
  };
  return { ...cut, truncated };
}

function nothingRan({ program, report }: Compiled | NotCompiled, limits: Limits): Omit<ExecuteResult, 'judgement'> {
  const { language, versions, variant } = program.toolchain;
  return {
    language: { id: language.id, version: variant?.version ?? Object.values(versions)[0] ?? '' },
    ...(report === undefined ? {} : { compile: report }),
    stdout: new Uint8Array(),
    stderr: new Uint8Array(),
    truncated: { stdout: false, stderr: false },
    limits,
    files: [],
    normalised: program.normalised,
  };
}
