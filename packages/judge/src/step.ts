import {
  type Artefact,
  type Cancellation,
  CupelError,
  classifyCompile,
  decodeText,
  expandStep,
  type InputFile,
  type IsolationMode,
  type RunOutcome,
  type RunSpec,
  type Sandbox,
  type Step,
  type StepValues,
  type Toolchain,
} from '@cupel/domain';
import { attempt } from './attempt.js';
import { profileOf } from './profile.js';
import type { Program } from './program.js';
import { COMPILER_OUTPUT_BYTES } from './request.js';
import type { CompileReport } from './result.js';

export type StepName = CompileReport['step'];

interface StepContext {
  readonly mode: IsolationMode;
  readonly signal?: Cancellation;
  /** Of the step before this one. */
  readonly before: CompileReport | undefined;
}

interface StepEnd {
  readonly report: CompileReport;
  readonly artefact?: Artefact;
}

/** One run of a compiler or a checker of types, in a box of its own. */
export async function runStep(
  sandbox: Sandbox,
  program: Program,
  name: StepName,
  { mode, signal, before }: StepContext,
): Promise<StepEnd> {
  const { toolchain } = program;
  const step = toolchain.language[name];
  if (step === undefined) throw new CupelError('internal_error', { detail: `${toolchain.language.id} has no step ${name}` });
  const { limits } = step;
  const hooks = { keepBytes: COMPILER_OUTPUT_BYTES, ...(signal === undefined ? {} : { signal }) };
  const header = name === 'compile' ? precompiledFor(sandbox, program, mode) : undefined;
  const spec = { ...stepSpec(program, name, step, mode), ...(header === undefined ? {} : { artefact: header }) };
  const tried = await attempt(sandbox, toolchain, spec, hooks).finally(() => header && sandbox.release(header));
  if (tried.kind === 'lost') {
    return { report: { step: name, judgement: tried.judgement, ...messages(before, undefined), limits } };
  }
  const { evidence, artefact } = tried.outcome;
  const judgement = classifyCompile(evidence, limits);
  const reused = tried.outcome.reused === true ? ({ reused: true } as const) : {};
  const report = { step: name, judgement, ...messages(before, tried.outcome), evidence, limits, ...reused };
  return artefact === undefined ? { report } : { report, artefact };
}

/** What was compiled ahead of what these sources begin with, where the sandbox has it. It changes the time, not the program. */
function precompiledFor(sandbox: Sandbox, { toolchain, sources, values }: Program, mode: IsolationMode): Artefact | undefined {
  if (sandbox.precompiled === undefined) return undefined;
  const texts = sources.flatMap(({ content }) => (content.kind === 'bytes' ? [decodeText(content.bytes).text] : []));
  const fitting = toolchain.language.precompiled.find(({ when }) => texts.some((text) => new RegExp(when, 'm').test(text)));
  return fitting && sandbox.precompiled({ ...boxFor(toolchain, fitting.step, values, mode), files: [], keep: true });
}

function stepSpec({ toolchain, sources, data, values }: Program, name: StepName, step: Step, mode: IsolationMode): RunSpec {
  const support = name === 'typecheck' ? toolchain.language.support : [];
  const files = support.map((file): InputFile => ({ name: file.name, content: { kind: 'bytes', bytes: file.bytes } }));
  return { ...boxFor(toolchain, step, values, mode), files: [...sources, ...data, ...files], keep: name === 'compile' };
}

function boxFor({ language }: Toolchain, step: Step, values: StepValues, mode: IsolationMode): Omit<RunSpec, 'files' | 'keep'> {
  return {
    profile: profileOf(language),
    mode,
    ...expandStep(step, values, step.limits),
    ...(step.warm === undefined ? {} : { warm: step.warm }),
    limits: step.limits,
    stdin: { kind: 'null' },
    stdout: { kind: 'pipe' },
    // One stream, so that messages keep the order in which they were written.
    stderr: { kind: 'stdout' },
    collect: [],
  };
}

/** All that was written so far, cut where it is longer than anybody reads. */
function messages(
  before: CompileReport | undefined,
  outcome: RunOutcome | undefined,
): Pick<CompileReport, 'output' | 'truncated'> {
  const all = Buffer.concat([before?.output ?? new Uint8Array(), outcome?.stdout ?? new Uint8Array()]);
  const notKept = outcome === undefined ? 0 : outcome.evidence.io.stdout.bytes - outcome.stdout.length;
  const truncated = before?.truncated === true || notKept > 0 || all.length > COMPILER_OUTPUT_BYTES;
  return { output: new Uint8Array(all.subarray(0, COMPILER_OUTPUT_BYTES)), truncated };
}
