import type { Content, Limits } from '@cupel/domain';
import type { JsonObject, SubmissionState } from '../schema.js';

/** From the most to the least urgent; a job's rank in the database is its place here. */
export const LANES = ['interactive', 'normal', 'batch', 'rejudge'] as const;
export type Lane = (typeof LANES)[number];

export function laneNumber(lane: Lane): number {
  return LANES.indexOf(lane);
}

export function laneOf(number: number): Lane {
  return LANES[number] ?? 'rejudge';
}

export interface NewFile {
  readonly name: string;
  readonly content: Content;
  readonly executable?: boolean;
}

/** A submission as it is accepted. Strings are stored with NUL and lone surrogates replaced; bytes as they are. */
export interface NewSubmission {
  /** Made here unless given; a UUIDv7 of `newId`. */
  readonly id?: string;
  readonly tenantId: string;
  readonly principalId: string;
  readonly keyId?: string;
  readonly batchId?: string;
  readonly reference?: string;
  readonly kind: string;
  readonly lane: Lane;
  /** A head start within its own flow, in units of ten seconds of waiting; -10 to 10. */
  readonly priority?: number;
  readonly language: string;
  readonly version?: string;
  readonly profile: string;
  /** Only workers that have all of these among their capabilities are given the job. */
  readonly requires: readonly string[];
  /**
   * A capability more, and one for which workers ask by itself: they are woken for it alone, so that jobs of a kind of their own
   * neither wait for the others' turn nor take it. Nobody who does not ask for it (`needs`) may name it among his capabilities.
   */
  readonly pool?: string;
  readonly source: Uint8Array;
  readonly sourceName?: string;
  readonly stdin?: Uint8Array;
  readonly expectedOutput?: Uint8Array;
  readonly args: readonly string[];
  readonly limits: Limits;
  readonly options: JsonObject;
  readonly files: readonly NewFile[];
  /** `bodyHash` is the SHA-256 of the request as it came. */
  readonly idempotency?: { readonly key: string; readonly bodyHash: Uint8Array };
  readonly webhook?: { readonly url: string; readonly secret: string };
  /** Seconds after which retention may delete it; never unless given. */
  readonly keepFor?: number;
}

export type Enqueued =
  | { readonly kind: 'accepted'; readonly id: string }
  /** The same key and the same body were here before. `state` is absent where that submission was deleted since. */
  | { readonly kind: 'repeated'; readonly id: string; readonly state?: SubmissionState }
  | { readonly kind: 'conflict'; readonly id: string }
  | { readonly kind: 'full'; readonly depth: number; readonly capacity: number; readonly retryAfter: number };

/** The right to run a job: good as long as epoch and worker are those in the database. */
export interface Lease {
  readonly submissionId: string;
  readonly epoch: number;
  readonly workerId: string;
}

export interface StoredFile {
  readonly name: string;
  readonly content: Content;
  readonly executable: boolean;
}

/** What a worker is given: the lease and all that it needs to run. */
export interface ClaimedJob {
  readonly lease: Lease;
  readonly tenantId: string;
  readonly principalId: string;
  readonly flowId: string;
  readonly kind: string;
  readonly lane: Lane;
  readonly attempts: number;
  /** How often a worker or launcher died of it. From `SUSPECT_FROM` on it must be run alone. */
  readonly crashes: number;
  readonly queuedAt: Date;
  readonly claimedAt: Date;
  readonly language: string;
  readonly version: string | null;
  readonly profile: string;
  readonly source: Buffer;
  readonly sourceName: string | null;
  readonly stdin: Buffer | null;
  readonly expectedOutput: Buffer | null;
  readonly args: readonly string[];
  readonly limits: Limits;
  readonly options: JsonObject;
  readonly files: readonly StoredFile[];
}

/** A numbered event of one lease; see `appendEvents`. */
export interface NewEvent {
  readonly seq: number;
  readonly kind: string;
  readonly data: JsonObject;
  readonly bytes?: Uint8Array;
}

/** What came of one run. Times are µs, sizes bytes. */
export interface NewResult {
  readonly verdict: string;
  readonly cause: string;
  readonly because: string;
  readonly exitCode?: number;
  readonly signal?: string;
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
  readonly compileOutput?: Uint8Array;
  readonly cpuTime: number;
  readonly wallTime: number;
  readonly memoryPeak: number;
  /** Evidence, isolation, compiling, timing, versions, what was cut. No bytes. */
  readonly record: JsonObject;
}

/** What the outbox tells of, and to which consumers. */
export type Topic = 'submission.completed' | 'submission.failed' | 'submission.cancelled';
export type Subscriptions = Readonly<Partial<Record<Topic, readonly string[]>>>;

/** Why we failed: never the program's fault, which is a result. */
export interface FailureReason {
  readonly code: string;
  readonly message: string;
  readonly stage?: string;
  /** Whatever was measured before it failed. */
  readonly evidence?: unknown;
}
