import {
  type Classification,
  classifyLostRun,
  type Evidence,
  type RunHooks,
  type RunOutcome,
  type RunSpec,
  type Sandbox,
  SandboxError,
  type Toolchain,
} from '@cupel/domain';

/** A run whose fate nobody knows. */
interface Lost {
  readonly kind: 'lost';
  readonly judgement: Classification;
}

export type Attempt = { readonly kind: 'outcome'; readonly outcome: RunOutcome } | Lost;

/**
 * Runs, and adds to the evidence which versions ran. A launcher that dies, or has forgotten a compiled program because it
 * died before, is our fault and becomes an IE that whoever asked may retry; every other refusal is thrown on.
 */
export async function attempt(sandbox: Sandbox, toolchain: Toolchain, spec: RunSpec, hooks: RunHooks): Promise<Attempt> {
  const tried = await unlessLost(() => sandbox.run(spec, hooks));
  return tried.kind === 'lost' ? tried : { kind: 'outcome', outcome: withVersions(tried.value, toolchain) };
}

export type GroupAttempt = { readonly kind: 'outcomes'; readonly outcomes: readonly RunOutcome[] } | Lost;

/** As `attempt`, for runs that are joined. The versions are those of the submission. */
export async function attemptGroup(
  sandbox: Sandbox,
  toolchain: Toolchain,
  specs: readonly RunSpec[],
  hooks: readonly RunHooks[],
): Promise<GroupAttempt> {
  const tried = await unlessLost(() => sandbox.runGroup(specs, hooks));
  if (tried.kind === 'lost') return tried;
  return { kind: 'outcomes', outcomes: tried.value.map((outcome) => withVersions(outcome, toolchain)) };
}

async function unlessLost<T>(run: () => Promise<T>): Promise<{ readonly kind: 'value'; readonly value: T } | Lost> {
  try {
    return { kind: 'value', value: await run() };
  } catch (error) {
    if (!isLost(error)) throw error;
    return { kind: 'lost', judgement: classifyLostRun(error.message) };
  }
}

function isLost(error: unknown): error is SandboxError {
  if (!(error instanceof SandboxError)) return false;
  const { failure } = error;
  if (failure.kind === 'refused') return failure.refusal === 'unknown_artefact';
  return failure.kind === 'died' || failure.kind === 'connection_lost' || failure.kind === 'timed_out';
}

function withVersions(outcome: RunOutcome, { versions }: Toolchain): RunOutcome {
  const evidence: Evidence = { ...outcome.evidence, versions };
  return { ...outcome, evidence };
}
