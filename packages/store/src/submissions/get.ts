import { CupelError, type Limits } from '@cupel/domain';
import type { Connection, Statement } from '../database.js';
import { isId } from '../ids.js';
import { filesOf } from '../queue/claim.js';
import { type Lane, laneOf, type StoredFile } from '../queue/types.js';
import type { JsonObject, SubmissionState } from '../schema.js';

/** A submission and, once it has completed, its result. Times are µs, sizes bytes. */
export interface Submission {
  readonly id: string;
  readonly tenantId: string;
  readonly principalId: string;
  readonly keyId: string | null;
  readonly batchId: string | null;
  readonly reference: string | null;
  readonly kind: string;
  readonly lane: Lane;
  readonly language: string;
  readonly version: string | null;
  readonly profile: string;
  readonly state: SubmissionState;
  readonly verdict: string | null;
  readonly cause: string | null;
  readonly because: string | null;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly completedAt: Date | null;
  readonly expiresAt: Date | null;
  readonly options: JsonObject;
  readonly result: SubmissionResult | null;
}

export interface SubmissionResult {
  readonly epoch: number;
  readonly workerId: string;
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  readonly compileOutput: Buffer | null;
  readonly cpuTime: number;
  readonly wallTime: number;
  readonly memoryPeak: number;
  readonly record: JsonObject;
}

const GET: Statement = {
  name: 'get submission',
  text: `
SELECT submissions.*, given.options, results.worker_id, results.exit_code, results.signal, results.stdout, results.stderr,
  results.compile_output, results.record
FROM submissions JOIN submission_inputs given ON given.submission_id = submissions.id
LEFT JOIN results ON results.submission_id = submissions.id AND results.epoch = submissions.epoch AND submissions.state = 'completed'
WHERE submissions.tenant_id = $1 AND submissions.id = $2`,
};

/** Throws `submission_not_found`, also for what belongs to another tenant. */
export async function getSubmission(connection: Connection, tenantId: string, id: string): Promise<Submission> {
  const [row] = isId(id) ? await connection.query<SubmissionRow>(GET, [tenantId, id]) : [];
  if (row === undefined) throw new CupelError('submission_not_found', {});
  return {
    id: row.id,
    tenantId: row.tenant_id,
    principalId: row.principal_id,
    keyId: row.key_id,
    batchId: row.batch_id,
    reference: row.reference,
    kind: row.kind,
    lane: laneOf(row.lane),
    language: row.language,
    version: row.version,
    profile: row.profile,
    state: row.state,
    verdict: row.verdict,
    cause: row.cause,
    because: row.because,
    createdAt: row.created_at,
    startedAt: row.started_at,
    completedAt: row.completed_at,
    expiresAt: row.expires_at,
    options: row.options,
    result: resultOf(row),
  };
}

function resultOf(row: SubmissionRow): SubmissionResult | null {
  if (row.worker_id === null || row.stdout === null || row.stderr === null) return null;
  return {
    epoch: row.epoch ?? 0,
    workerId: row.worker_id,
    exitCode: row.exit_code,
    signal: row.signal,
    stdout: row.stdout,
    stderr: row.stderr,
    compileOutput: row.compile_output,
    cpuTime: row.cpu_time ?? 0,
    wallTime: row.wall_time ?? 0,
    memoryPeak: row.memory_peak ?? 0,
    record: row.record ?? {},
  };
}

interface SubmissionRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly principal_id: string;
  readonly key_id: string | null;
  readonly batch_id: string | null;
  readonly reference: string | null;
  readonly kind: string;
  readonly lane: number;
  readonly language: string;
  readonly version: string | null;
  readonly profile: string;
  readonly state: SubmissionState;
  readonly epoch: number | null;
  readonly verdict: string | null;
  readonly cause: string | null;
  readonly because: string | null;
  readonly cpu_time: number | null;
  readonly wall_time: number | null;
  readonly memory_peak: number | null;
  readonly created_at: Date;
  readonly started_at: Date | null;
  readonly completed_at: Date | null;
  readonly expires_at: Date | null;
  readonly options: JsonObject;
  readonly worker_id: string | null;
  readonly exit_code: number | null;
  readonly signal: string | null;
  readonly stdout: Buffer | null;
  readonly stderr: Buffer | null;
  readonly compile_output: Buffer | null;
  readonly record: JsonObject | null;
}

/** What was handed in. */
export interface SubmissionInput {
  readonly source: Buffer;
  readonly sourceName: string | null;
  readonly stdin: Buffer | null;
  readonly expectedOutput: Buffer | null;
  readonly args: readonly string[];
  readonly limits: Limits;
  readonly options: JsonObject;
  readonly files: readonly StoredFile[];
}

const GET_INPUT: Statement = {
  text: `
SELECT given.* FROM submission_inputs given JOIN submissions ON submissions.id = given.submission_id
WHERE submissions.tenant_id = $1 AND submissions.id = $2`,
};

/** Throws `submission_not_found`. */
export async function getSubmissionInput(connection: Connection, tenantId: string, id: string): Promise<SubmissionInput> {
  const [row] = isId(id) ? await connection.query<InputRow>(GET_INPUT, [tenantId, id]) : [];
  if (row === undefined) throw new CupelError('submission_not_found', {});
  const files = await filesOf(connection, [id]);
  return {
    source: row.source,
    sourceName: row.source_name,
    stdin: row.stdin,
    expectedOutput: row.expected_output,
    args: row.arguments,
    limits: row.limits,
    options: row.options,
    files: files.get(id.toLowerCase()) ?? [],
  };
}

interface InputRow {
  readonly source: Buffer;
  readonly source_name: string | null;
  readonly stdin: Buffer | null;
  readonly expected_output: Buffer | null;
  readonly arguments: readonly string[];
  readonly limits: Limits;
  readonly options: JsonObject;
}
