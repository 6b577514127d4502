import type { Cancellation, Content, ExecutionMode, IsolationMode, Limits, Sandbox, TestReport, Toolchain } from '@cupel/domain';
import type { SourceFile } from '../request.js';

/** What judging is handed: it starts no process, opens no file and knows no language by itself. */
export interface JudgeEnvironment {
  readonly sandbox: Sandbox;
  readonly mode: IsolationMode;
  /** Of a setter's program, by id or alias. Rejects where the host does not have it. */
  readonly toolchain: (language: string) => Promise<Toolchain>;
  /** The bytes of an answer that is kept as a blob. */
  readonly read: (content: Content) => Promise<Uint8Array>;
  /** Holds off every other run on the host while `run` is under way, for exact timing. Not asked for unless `exclusive`. */
  readonly alone?: <T>(run: () => Promise<T>) => Promise<T>;
}

export interface Submission {
  readonly toolchain: Toolchain;
  /** The first is the main file. */
  readonly files: readonly SourceFile[];
}

export interface JudgeOptions {
  /** How many tests are under way at once; 1 unless given. */
  readonly parallel?: number;
  /** One test at a time, each run alone on the host as far as the environment can see to it. */
  readonly exclusive?: boolean;
  /** The problem's unless given. */
  readonly execution?: ExecutionMode;
  /** How far above its limit a time still is noise, as a share of the limit: what the host's calibration measured. */
  readonly noise?: number;
  /** Keep what interactors and submissions tell each other; takes two more boxes per test. */
  readonly transcript?: boolean;
  /** In place of those that the problem derives. */
  readonly limits?: Limits;
  readonly signal?: Cancellation;
  readonly onStage?: (stage: 'preparing' | 'compiling' | 'running') => void;
  /** Called as tests end, which is not the order of judging where several are under way. */
  readonly onTest?: (report: TestReport) => void;
}

/** Within this a second run may well be the faster one, on a host that nobody has measured. */
export const DEFAULT_NOISE = 0.05;
/** How much of a stream a report keeps. */
export const KEPT_BYTES = 64 * 1024;
