/**
 * What the kernel saw of one run. Facts only: nothing here is guessed from an exit code, and nothing here judges.
 * Times are integer microseconds, sizes are bytes.
 */

/** Raised whenever a field changes its meaning; `classify` still reads every version that was ever written. */
export const EVIDENCE_VERSION = 1;

export const WALLS = [
  'pid',
  'mount',
  'network',
  'ipc',
  'uts',
  'cgroup',
  'rlimit',
  'user',
  'capability',
  'no_new_privileges',
  'seccomp',
] as const;
export type Wall = (typeof WALLS)[number];

export type IsolationMode = 'strict' | 'permissive';

export interface Isolation {
  readonly mode: IsolationMode;
  readonly walls: readonly Wall[];
  readonly missing: readonly Wall[];
}

/** The first of the things that can end a run, in the order in which the launcher learnt of them. */
export const FIRST_CAUSES = [
  'ended',
  'wall_limit',
  'cpu_limit',
  'oom_kill',
  'output_limit',
  'forbidden_call',
  'cancelled',
  'fault',
] as const;
export type FirstCause = (typeof FIRST_CAUSES)[number];

/** Where the half-built box was when it failed. `exec` and `files` are the program's or the caller's fault, the others are ours. */
export const STAGES = [
  'none',
  'clone',
  'cgroup',
  'namespaces',
  'mounts',
  'scratch',
  'rlimits',
  'user',
  'capabilities',
  'no_new_privileges',
  'files',
  'stdio',
  'seccomp',
  'exec',
  'launcher',
] as const;
export type Stage = (typeof STAGES)[number];

export interface Fault {
  readonly stage: Stage;
  readonly index: number;
  /** Symbolic, as in `ENOENT`. */
  readonly errno: string;
  readonly detail: string;
}

/** How the program itself ended; absent from the evidence when it never ran. */
export type Exit = { readonly kind: 'code'; readonly code: number } | { readonly kind: 'signal'; readonly signal: string };

export interface StreamCount {
  /** Bytes that were read from the program. */
  readonly bytes: number;
  /** Whether the program wrote more than its limit. */
  readonly truncated: boolean;
}

export interface Evidence {
  readonly version: number;
  readonly firstCause: FirstCause;
  readonly exit?: Exit;
  readonly fault?: Fault;
  /** Of the whole box. */
  readonly cpu: { readonly total: number; readonly user: number; readonly system: number };
  readonly wall: number;
  readonly memory: {
    readonly peak: number;
    readonly limit: number;
    readonly oomKills: number;
    /** failcnt or `max` events: how often the limit was met. Never evidence of a kill. */
    readonly limitEvents: number;
    /** Largest resident set of the program's first process, from its rusage. */
    readonly maxRss: number;
  };
  readonly pids: { readonly peak?: number; readonly limit: number; readonly refused: number };
  readonly io: { readonly stdout: StreamCount; readonly stderr: StreamCount };
  readonly files: {
    readonly bytes: number;
    readonly inodes: number;
    /** `scratch`: no byte or inode was left at the end. `file_size`: a file had reached the largest size allowed. */
    readonly refused: 'none' | 'scratch' | 'file_size';
  };
  readonly seccomp?: { readonly syscall: number; readonly architecture: string };
  readonly switches: { readonly forced: number; readonly voluntary: number };
  readonly host: {
    readonly cgroup: 'none' | 'v1' | 'v2';
    readonly kernel: string;
    readonly launcher: string;
    readonly steal: number;
    readonly pressure: number;
  };
  readonly isolation: Isolation;
  /** Microseconds that each stage took. `warm`: the interpreter had booted before the run came; absent in records from before that was told. */
  readonly timing: {
    readonly box: number;
    readonly start: number;
    readonly end: number;
    readonly prebuilt: boolean;
    readonly warm?: boolean;
  };
  /**
   * Microseconds without input and output after which whoever ran a program for a person at a keyboard took it back. Absent
   * where that was not so; nobody else may set it.
   */
  readonly idle?: number;
  /** Versions of what ran, by name: `{ python: '3.11.2' }`. Filled by whoever chose the language. */
  readonly versions?: Readonly<Record<string, string>>;
}
