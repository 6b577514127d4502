import { readdirSync, readFileSync } from 'node:fs';
import { DEFAULT_LIMITS, type RunOutcome, type RunSpec } from '@cupel/domain';
import type { Launcher } from '@cupel/sandbox';

export const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

const plain = (name: string, content: string) => ({ name, content: { kind: 'bytes', bytes: Buffer.from(content) } }) as const;

/** A run of main.py as the language's file asks for it. */
export const python = (code: string, parts: Partial<RunSpec> = {}, others: Readonly<Record<string, string>> = {}): RunSpec => ({
  profile: 'judge',
  mode: 'strict',
  warm: 'python',
  argv: ['/usr/bin/python3', '-B', '-s', 'main.py', 'one', 'two words'],
  env: { MPLBACKEND: 'Agg', OMP_NUM_THREADS: '1' },
  limits: DEFAULT_LIMITS,
  files: [plain('main.py', code), ...Object.entries(others).map(([name, content]) => plain(name, content))],
  stdin: { kind: 'bytes', bytes: Buffer.from('first\r\nsecond\n\xff') },
  stdout: { kind: 'pipe' },
  stderr: { kind: 'pipe' },
  collect: [],
  keep: false,
  ...parts,
});

export const withoutAddresses = (said: string): string => said.replace(/0x[0-9a-f]+/g, '0x').replace(/started \d+/g, 'started');

/** What a run was, but for how long it took and how much it used. */
export const seen = ({ evidence, stdout, stderr }: RunOutcome) => ({
  firstCause: evidence.firstCause,
  exit: evidence.exit,
  fault: evidence.fault,
  stdout: withoutAddresses(text(stdout)),
  stderr: withoutAddresses(text(stderr)),
  files: evidence.files,
});

/** Until one run has been a warm one: after a template has died its boxes are still being replaced. */
export async function warmly(sandbox: Launcher, spec: RunSpec): Promise<RunOutcome> {
  for (let left = 50; ; left -= 1) {
    const outcome = await sandbox.run(spec);
    if (outcome.evidence.timing.warm === true || left === 0) return outcome;
  }
}

const read = (path: string): string => {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return ''; // It has gone in the meantime.
  }
};

/** Children of a launcher that are called so: "python3" is the template, "cupel-keeper" a keeper of either kind. */
export const childrenOf = (launcher: number, name: string): readonly number[] =>
  readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid))
    .filter((pid) => {
      const status = read(`/proc/${pid}/status`);
      return status.startsWith(`Name:\t${name}\n`) && status.includes(`\nPPid:\t${launcher}\n`);
    })
    .map(Number);
