import type {
  Cancellation,
  Collect,
  InputFile,
  IsolationMode,
  Limits,
  RunHooks,
  RunSpec,
  Stdin,
  TerminalSize,
} from '@cupel/domain';

export interface SourceFile {
  /** That of the language unless given. */
  readonly name?: string;
  readonly bytes: Uint8Array;
}

/** What is to become a program. */
export interface CompileRequest {
  /** The first is the main file. */
  readonly files: readonly SourceFile[];
  readonly mode: IsolationMode;
  /** Check types before compiling, where the language knows how; a type error is then a CE. */
  readonly typecheck?: boolean;
}

/** One run of a program. */
export interface RunRequest {
  readonly mode: IsolationMode;
  readonly args?: readonly string[];
  /** Nothing unless given. */
  readonly stdin?: Stdin;
  /** As in a `RunSpec`. */
  readonly terminal?: TerminalSize;
  readonly stderr?: RunSpec['stderr'];
  /** Over the environment of the language. */
  readonly env?: Readonly<Record<string, string>>;
  /** Those of the language unless given; `parseLimits` makes them from what a caller wrote. */
  readonly limits?: Limits;
  /** Microseconds after which a run is stopped in which nothing is typed and nothing written; unlimited unless given. */
  readonly idleTime?: number;
  readonly collect?: readonly Collect[];
  /** Files that stand in the box besides the program's own. */
  readonly beside?: readonly InputFile[];
  /** Compared with what the program wrote, blanks at both ends apart. */
  readonly expectedOutput?: Uint8Array;
  /** How much of each stream is returned: `RETURNED_BYTES` unless given. */
  readonly returnBytes?: number;
}

export type ExecuteRequest = CompileRequest & RunRequest;

export type ExecutionStage = 'compiling' | 'running';

export interface ExecuteHooks extends Pick<RunHooks, 'onOutput' | 'onStarted' | 'onUsage' | 'usageEvery'> {
  readonly signal?: Cancellation;
  readonly onStage?: (stage: ExecutionStage) => void;
}

export const RETURNED_BYTES = 512 * 1024;
export const COMPILER_OUTPUT_BYTES = 64 * 1024;
