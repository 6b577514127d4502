import type { Evidence, Isolation, IsolationMode } from './evidence.js';
import type { Limits } from './limits.js';

/** Bytes by value, or by name for what is too large to be carried about: a blob is found by its sha256 (64 hex digits). */
export type Content = { readonly kind: 'bytes'; readonly bytes: Uint8Array } | { readonly kind: 'blob'; readonly sha256: string };

export interface InputFile {
  /** Relative to /box; see `fileNameProblem`. */
  readonly name: string;
  readonly content: Content;
  readonly executable?: boolean;
}

/** Names a kept result of an earlier run. Volatile: it dies with the launcher that gave it out. */
export type Artefact = { readonly handle: bigint };

export type Stdin =
  | { readonly kind: 'null' }
  | Content
  | { readonly kind: 'stream'; readonly chunks: AsyncIterable<Uint8Array> }
  | { readonly kind: 'link'; readonly link: number };

export type Stdout = { readonly kind: 'pipe' } | { readonly kind: 'null' } | { readonly kind: 'link'; readonly link: number };

export interface Collect {
  readonly name: string;
  readonly maxBytes: number;
}

export interface TerminalSize {
  /** Up to 65535, as the columns. */
  readonly rows: number;
  readonly columns: number;
}

/** All that is asked of a box. Neither a host path nor a user id nor a mount can be named here. */
export interface RunSpec {
  readonly profile: string;
  readonly mode: IsolationMode;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly limits: Limits;
  readonly files: readonly InputFile[];
  readonly stdin: Stdin;
  readonly stdout: Stdout;
  /** `stdout` sends it where stdout goes. */
  readonly stderr: Stdout | { readonly kind: 'stdout' };
  /**
   * The program has a terminal, which is its stdout (`pipe` there) and its stdin where that is bytes or a stream: the end of
   * the input is then typed, as Ctrl-D. A stderr of `stdout` shows there too, one of `pipe` is kept apart.
   */
  readonly terminal?: TerminalSize;
  /** The working directory inside the box; /box unless given. */
  readonly cwd?: string;
  readonly collect: readonly Collect[];
  /** Keep what is in /box, if the program ends with code 0. */
  readonly keep: boolean;
  /** The program cannot write into /box, which holds the files and nothing else. */
  readonly readOnly?: boolean;
  /** Mounted read-only at /program. */
  readonly artefact?: Artefact;
  /** The launcher's template whose booted interpreter may run it. Where that cannot be, the run is a cold one and the same. */
  readonly warm?: string;
  /** How many of `argv` an interpreter that waits must have booted with; the rest, the program's own, may come later. All unless given. */
  readonly bootArgs?: number;
}

export type CollectedFile =
  | { readonly name: string; readonly status: 'ok'; readonly bytes: Uint8Array }
  | {
      readonly name: string;
      readonly status: 'absent' | 'not_regular' | 'hard_link' | 'too_large' | 'unreadable';
      readonly size: number;
    };

export interface RunOutcome {
  readonly evidence: Evidence;
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
  readonly files: readonly CollectedFile[];
  readonly artefact?: Artefact;
  /** It was made for an earlier run of the same, and is given out again; the evidence is that run's. */
  readonly reused?: true;
}

/** What this pure package needs of an `AbortSignal`. */
export interface Cancellation {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void, options?: { readonly once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** What can be done to a run under way. Once it is over, these do nothing. */
export interface RunControl {
  /** Sends the program a signal by its number; INT, QUIT and TSTP reach the foreground group of its terminal, if it has one. */
  signal(number: number): void;
  resize(size: TerminalSize): void;
}

export interface RunHooks {
  readonly signal?: Cancellation;
  readonly onStarted?: (control: RunControl) => void;
  /** Called with every chunk as it comes. Where it returns a promise, the program waits for it once its pipe is full. */
  readonly onOutput?: (stream: 'stdout' | 'stderr', chunk: Uint8Array) => void | Promise<void>;
  /** How much of each stream to keep in the outcome; the rest is counted, not kept. Everything unless given. */
  readonly keepBytes?: number;
  /** CPU (µs), wall (µs) and memory (bytes) about every `usageEvery` milliseconds. */
  readonly onUsage?: (usage: { readonly cpu: number; readonly wall: number; readonly memory: number }) => void;
  readonly usageEvery?: number;
}

/** The sandbox as the judge sees it. Rejects with `SandboxError` where the run never started or its fate is unknown. */
export interface Sandbox {
  run(spec: RunSpec, hooks?: RunHooks): Promise<RunOutcome>;
  /** Runs that start together or not at all, joined by `link` numbers (an interactor and a solution). */
  runGroup(specs: readonly RunSpec[], hooks?: readonly RunHooks[]): Promise<readonly RunOutcome[]>;
  release(artefact: Artefact): void;
  /**
   * What `spec` keeps, made once for everybody and of nobody's files: a precompiled header. Undefined where it is not there,
   * or not there yet; whoever gets it releases it.
   */
  precompiled?(spec: RunSpec): Artefact | undefined;
  describe(): SandboxDescription;
}

export interface SandboxDescription {
  readonly isolation: Isolation;
  /** One line for each wall that this host does not allow, with what failed. */
  readonly problems: readonly string[];
  readonly cgroup: Evidence['host']['cgroup'];
  readonly kernel: string;
  readonly launcher: string;
  readonly profiles: readonly string[];
  readonly boxes: number;
}
