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

/** A run that came back with evidence, or one whose fate nobody knows. */
export type Attempt =
  | { readonly kind: 'outcome'; readonly outcome: RunOutcome }
  | { readonly kind: 'lost'; readonly judgement: Classification };

/**
 * Runs, and adds to the evidence which versions ran. A launcher that dies, or has forgotten a compiled program because it
 * died before, is our fault and becomes an IE that whoever asked may retry; every other refusal is thrown on.
 */
export async function attempt(sandbox: Sandbox, toolchain: Toolchain, spec: RunSpec, hooks: RunHooks): Promise<Attempt> {
  try {
    const outcome = await sandbox.run(spec, hooks);
    return { kind: 'outcome', outcome: { ...outcome, evidence: withVersions(outcome.evidence, toolchain) } };
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

function withVersions(evidence: Evidence, { versions }: Toolchain): Evidence {
  return { ...evidence, versions };
}
