import type { ExecuteRequest, ExecuteResult } from '@cupel/judge';
import { expect } from 'vitest';
import type { Proof } from './proof.ts';

export function requestOf({ files, stdin, settings, limits }: Proof): ExecuteRequest {
  const { args = [], typecheck = false } = settings;
  const given = stdin === undefined ? {} : { stdin: { kind: 'bytes', bytes: stdin } as const };
  return { mode: 'strict', files, args, typecheck, limits, ...given };
}

export function observed({ judgement, stdout, stderr, compile, evidence, normalised }: ExecuteResult) {
  const { verdict, because } = judgement;
  return {
    verdict,
    because,
    stdout: text(stdout),
    stderr: text(stderr),
    compile: text(compile?.output),
    signal: evidence?.exit?.kind === 'signal' ? evidence.exit.signal : undefined,
    normalised,
  };
}

/** Verdicts of programs that the launcher or the kernel stopped. */
const STOPPED: ReadonlySet<string> = new Set(['TLE', 'MLE', 'OLE']);

export function expected({ verdict, expectedOutput, settings }: Proof) {
  return {
    verdict,
    because: expect.any(String),
    stdout: expectedOutput === undefined ? expect.any(String) : text(expectedOutput),
    stderr: expect.stringMatching(settings.stderr ?? ''),
    compile: expect.stringMatching(settings.compile_output ?? ''),
    signal: settings.signal ?? (STOPPED.has(verdict) ? 'SIGKILL' : undefined),
    normalised: settings.normalised ?? [],
  };
}

function text(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString();
}
