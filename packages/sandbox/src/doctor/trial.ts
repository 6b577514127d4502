import type { IsolationMode, Limits, RunOutcome, RunSpec, Sandbox } from '@cupel/domain';

const MEGABYTE = 1 << 20;

const limits: Limits = {
  wallTime: 5_000_000,
  cpuTime: 2_000_000,
  memory: 64 * MEGABYTE,
  processes: 16,
  scratchBytes: 4 * MEGABYTE,
  scratchInodes: 256,
  stdoutBytes: 64 * 1024,
  stderrBytes: 64 * 1024,
  fileSize: 4 * MEGABYTE,
  openFiles: 64,
  stack: 8 * MEGABYTE,
  cores: 1,
};

/** Runs a few lines of bash in a box of its own. Nothing but what every Debian has. */
export function tryInBox(
  sandbox: Sandbox,
  mode: IsolationMode,
  script: string,
  changed: Partial<Limits> = {},
): Promise<RunOutcome> {
  const spec: RunSpec = {
    profile: 'judge',
    mode,
    argv: ['/bin/bash', '-c', script],
    env: {},
    limits: { ...limits, ...changed },
    files: [],
    stdin: { kind: 'null' },
    stdout: { kind: 'pipe' },
    stderr: { kind: 'pipe' },
    collect: [],
    keep: false,
  };
  return sandbox.run(spec);
}
