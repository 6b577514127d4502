import { CupelError, type Limits } from '@cupel/domain';
import type { Connection, Statement } from '../database.js';
import { gather } from '../gather.js';
import { isId } from '../ids.js';
import { filesOf } from '../queue/claim.js';
import { type Lane, laneOf, type StoredFile } from '../queue/types.js';
import type { JsonObject, SubmissionState } from '../schema.js';
import { ownTurn } from '../turns.js';

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
  readonly problemId: string | null;
  readonly judgingId: string | null;
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
  name: 'get submissions',
  text: `
SELECT wanted.place::int, submissions.*, given.options, results.worker_id, results.exit_code, results.signal, results.stdout,
  results.stderr, results.compile_output, results.record
FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS wanted (tenant_id, id, place)
JOIN submissions ON submissions.id = wanted.id AND submissions.tenant_id = wanted.tenant_id
JOIN submission_inputs given ON given.submission_id = submissions.id
LEFT JOIN results ON results.submission_id = submissions.id AND results.epoch = submissions.epoch AND submissions.state = 'completed'
WHERE submissions.id = ANY ($2::uuid[]) AND given.submission_id = ANY ($2::uuid[])`,
};

interface Wanted {
  readonly tenantId: string;
  readonly id: string;
}

/** Throws `submission_not_found`, also for what belongs to another tenant. */
export async function getSubmission(connection: Connection, tenantId: string, id: string): Promise<Submission> {
  const [found] = isId(id) ? await findSubmissions(connection, [{ tenantId, id }]) : [];
  return orThrow(found);
}

/** As `getSubmission`, where many do so at once: those that are asked for together are read in one statement. */
export function createReader(connection: Connection): (tenantId: string, id: string) => Promise<Submission> {
  // Outputs are as large as a megabyte: so many together are no burden to anybody's memory.
  const read = gather((wanted: readonly Wanted[]) => findSubmissions(connection, wanted), { most: 24, abreast: 4 });
  return async (tenantId, id) => {
    const found = orThrow(isId(id) ? await read({ tenantId, id }) : undefined);
    // Turning one into an answer takes milliseconds where its output is large; many together would hold up everybody else.
    if (outputBytes(found) > LARGE) await ownTurn();
    return found;
  };
}

const LARGE = 64 * 1024;

function outputBytes({ result }: Submission): number {
  return result ? result.stdout.length + result.stderr.length + (result.compileOutput?.length ?? 0) : 0;
}

function orThrow(found: Submission | undefined): Submission {
  if (found === undefined) throw new CupelError('submission_not_found', {});
  return found;
}

/** In the order in which they are wanted. */
async function findSubmissions(connection: Connection, wanted: readonly Wanted[]): Promise<(Submission | undefined)[]> {
  const rows = await connection.query<SubmissionRow>(GET, [wanted.map(({ tenantId }) => tenantId), wanted.map(({ id }) => id)]);
  const found = new Map(rows.map((row) => [row.place, row]));
  return wanted.map((_, index) => {
    const row = found.get(index + 1);
    return row && submissionOf(row);
  });
}

function submissionOf(row: SubmissionRow): Submission {
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
    problemId: row.problem_id,
    judgingId: row.judging_id,
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
  readonly place: number;
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
  readonly problem_id: string | null;
  readonly judging_id: string | null;
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
