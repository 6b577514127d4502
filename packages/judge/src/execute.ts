import type { Sandbox, Toolchain } from '@cupel/domain';
import { compile, releaseCompiled } from './compile.js';
import type { ExecuteHooks, ExecuteRequest } from './request.js';
import type { ExecuteResult } from './result.js';
import { checkArguments, resultOfNotCompiled, runCompiled } from './run.js';

/**
 * The story of one execution: make a program of the sources, run it once, say what happened, leave nothing behind.
 * Throws what is the caller's to mend (a `CupelError` with the field) and what keeps any box from being started.
 */
export async function execute(
  sandbox: Sandbox,
  toolchain: Toolchain,
  request: ExecuteRequest,
  hooks: ExecuteHooks = {},
): Promise<ExecuteResult> {
  checkArguments(request);
  const compiled = await compile(sandbox, toolchain, request, hooks);
  if (compiled.kind === 'not_compiled') return resultOfNotCompiled(compiled, request);
  try {
    return await runCompiled(sandbox, compiled, request, hooks);
  } finally {
    releaseCompiled(sandbox, compiled);
  }
}
