import type { Limits } from '@cupel/domain';
import type { Connection } from '../database.js';
import type { JsonObject } from '../schema.js';
import { CLAIM, FIND_FILES } from './claim-sql.js';
import { AGING_SECONDS, LEASE_SECONDS } from './policy.js';
import { type ClaimedJob, laneOf, type StoredFile } from './types.js';

export interface ClaimOptions {
  /** Of this start of the worker: an id that is never used again. */
  readonly workerId: string;
  /** Jobs that need anything else are left to others. */
  readonly capabilities: readonly string[];
  /** Jobs that do not need all of these are left alone; none unless given. */
  readonly needs?: readonly string[];
  /** How many are wanted at most. */
  readonly limit: number;
  /** How many jobs the worker holds already; only one that holds none is given a suspect, and then nothing beside it. */
  readonly held: number;
  readonly leaseSeconds?: number;
  readonly agingSeconds?: number;
}

export interface Claimed {
  readonly jobs: readonly ClaimedJob[];
  /** Jobs of these that wait to be run alone. A worker that never runs empty leaves them waiting for ever. */
  readonly suspects: number;
  /** Whether there were more than were taken, or others were just taking them: another question may find some. */
  readonly more: boolean;
}

/** Takes jobs, each for one lease. Nothing is waited for: where there is none, none is returned. */
export async function claim(connection: Connection, options: ClaimOptions): Promise<Claimed> {
  const rows = await connection.query<ClaimRow>(CLAIM, [
    options.workerId,
    options.capabilities,
    options.limit,
    options.leaseSeconds ?? LEASE_SECONDS,
    options.held,
    options.agingSeconds ?? AGING_SECONDS,
    options.needs ?? [],
  ]);
  const taken = rows.filter(({ submission_id }) => submission_id !== null);
  const files = await filesOf(
    connection,
    taken.filter((row) => row.files > 0).map((row) => row.submission_id),
  );
  const jobs = taken.map((row) => jobOf(row, options.workerId, files.get(row.submission_id) ?? []));
  return { jobs, suspects: rows[0]?.suspects ?? 0, more: (rows[0]?.candidates ?? 0) > jobs.length };
}

interface ClaimRow {
  readonly suspects: number;
  readonly candidates: number;
  readonly submission_id: string;
  readonly lease_epoch: number;
  readonly attempts: number;
  readonly crashes: number;
  readonly queued_at: Date;
  readonly claimed_at: Date;
  readonly flow_id: string;
  readonly tenant_id: string;
  readonly principal_id: string;
  readonly kind: string;
  readonly lane: number;
  readonly language: string;
  readonly version: string | null;
  readonly profile: string;
  readonly source: Buffer;
  readonly source_name: string | null;
  readonly stdin: Buffer | null;
  readonly expected_output: Buffer | null;
  readonly arguments: readonly string[];
  readonly limits: Limits;
  readonly options: JsonObject;
  readonly files: number;
}

function jobOf(row: ClaimRow, workerId: string, files: readonly StoredFile[]): ClaimedJob {
  return {
    lease: { submissionId: row.submission_id, epoch: row.lease_epoch, workerId },
    tenantId: row.tenant_id,
    principalId: row.principal_id,
    flowId: row.flow_id,
    kind: row.kind,
    lane: laneOf(row.lane),
    attempts: row.attempts,
    crashes: row.crashes,
    queuedAt: row.queued_at,
    claimedAt: row.claimed_at,
    language: row.language,
    version: row.version,
    profile: row.profile,
    source: row.source,
    sourceName: row.source_name,
    stdin: row.stdin,
    expectedOutput: row.expected_output,
    args: row.arguments,
    limits: row.limits,
    options: row.options,
    files,
  };
}

interface FileRow {
  readonly submission_id: string;
  readonly name: string;
  readonly content: Buffer | null;
  readonly sha256: string | null;
  readonly executable: boolean;
}

/** The files of submissions, in the order in which they were given. Large ones by their hash: see `readBlob`. */
export async function filesOf(connection: Connection, submissionIds: readonly string[]): Promise<Map<string, StoredFile[]>> {
  const files = new Map<string, StoredFile[]>();
  if (submissionIds.length === 0) return files;
  for (const row of await connection.query<FileRow>(FIND_FILES, [submissionIds])) {
    const { submission_id, name, content, sha256, executable } = row;
    const list = files.get(submission_id) ?? [];
    list.push({
      name,
      content: sha256 === null ? { kind: 'bytes', bytes: content ?? Buffer.alloc(0) } : { kind: 'blob', sha256 },
      executable,
    });
    files.set(submission_id, list);
  }
  return files;
}
