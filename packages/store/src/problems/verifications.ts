import { CupelError } from '@cupel/domain';
import type { Connection, Database, Statement } from '../database.js';
import { newId } from '../ids.js';
import { jsonText } from '../json.js';
import type { Admission } from '../queue/admission.js';
import { complete } from '../queue/complete.js';
import { enqueue, QueueFullError } from '../queue/enqueue.js';
import type { Lease, NewEvent, NewResult, NewSubmission, Subscriptions } from '../queue/types.js';
import type { JsonObject } from '../schema.js';

/** statements: only how they look; all: whether the version holds what it promises, too. */
export type VerifiedPart = 'statements' | 'all';

export interface StoredVerification {
  readonly id: string;
  readonly versionId: string;
  /** The submission under whose job it is done: its events tell how far it is. */
  readonly jobId: string;
  readonly part: VerifiedPart;
  /** `failed` where its job came to nothing: that is our fault, and it can be asked for again. */
  readonly state: 'waiting' | 'done' | 'failed';
  readonly holds: boolean | null;
  readonly report: JsonObject | null;
  readonly createdAt: Date;
  readonly completedAt: Date | null;
}

const INSERT: Statement = {
  text: `INSERT INTO verifications (id, tenant_id, version_id, job_id, part, created_by) VALUES ($1, $2, $3, $4, $5, $6)`,
};

/** Queues a verification with its job, both or neither. Returns its id. Throws `QueueFullError`. */
export async function startVerification(
  database: Database,
  job: NewSubmission & { readonly id: string },
  versionId: string,
  part: VerifiedPart,
  admission: Admission,
): Promise<string> {
  const id = newId();
  await database.transaction(async (connection) => {
    const [enqueued] = await enqueue(connection, [job], admission);
    if (enqueued?.kind === 'full') throw new QueueFullError(enqueued.depth, enqueued.retryAfter);
    await connection.query(INSERT, [id, job.tenantId, versionId, job.id, part, job.principalId]);
  });
  return id;
}

const SELECT = `
SELECT verifications.id, version_id AS "versionId", job_id AS "jobId", part, holds, report, verifications.created_at AS "createdAt",
  completed_at AS "completedAt",
  CASE WHEN verifications.state = 'waiting' AND (jobs.state IS NULL OR jobs.state NOT IN ('queued', 'leased')) THEN 'failed'
    ELSE verifications.state END AS state
FROM verifications LEFT JOIN jobs ON jobs.submission_id = verifications.job_id`;

const NEWEST: Statement = {
  text: `${SELECT} WHERE verifications.tenant_id = $1 AND version_id = $2 AND part = 'all' ORDER BY verifications.id DESC LIMIT 1`,
};

/** That of a version which was asked for last. Undefined where none was. */
export async function findVerification(
  connection: Connection,
  tenantId: string,
  versionId: string,
): Promise<StoredVerification | undefined> {
  const [row] = await connection.query<StoredVerification>(NEWEST, [tenantId, versionId]);
  return row;
}

const WAITING: Statement = { text: `${SELECT} WHERE job_id = $1 AND verifications.state = 'waiting'` };

/** What a job is to verify. Undefined where it was done under an earlier lease. */
export async function findWaitingVerification(connection: Connection, jobId: string): Promise<StoredVerification | undefined> {
  const [row] = await connection.query<StoredVerification>(WAITING, [jobId]);
  return row;
}

export interface VerificationResult {
  readonly id: string;
  readonly holds: boolean | null;
  readonly report: JsonObject | null;
  /** Statements in HTML, by language. */
  readonly rendered: Readonly<Record<string, string>>;
}

const FINISH: Statement = {
  text: `
UPDATE verifications SET state = 'done', holds = $2, report = $3, completed_at = now() WHERE id = $1 AND state = 'waiting'
RETURNING version_id AS "versionId"`,
};
const RENDER: Statement = { text: 'UPDATE problem_versions SET rendered = rendered || $2::jsonb WHERE id = $1' };

/** Writes what came of a verification together with the end of its job, by the lease that counts. Throws `lease_lost`. */
export function completeVerification(
  database: Database,
  lease: Lease,
  result: NewResult,
  events: readonly NewEvent[],
  subscriptions: Subscriptions,
  { id, holds, report, rendered }: VerificationResult,
): Promise<'written' | 'repeated'> {
  return database.transaction(async (connection) => {
    const outcome = await complete(connection, lease, result, events, subscriptions);
    if (outcome === 'repeated') return outcome;
    const [done] = await connection.query<{ versionId: string }>(FINISH, [id, holds, report === null ? null : jsonText(report)]);
    if (done === undefined) throw new CupelError('record_not_found', { what: 'verification' });
    await connection.query(RENDER, [done.versionId, jsonText(rendered)]);
    return outcome;
  });
}
