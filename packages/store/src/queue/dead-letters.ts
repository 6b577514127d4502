import { CupelError } from '@cupel/domain';
import type { Connection, Statement } from '../database.js';
import { isId } from '../ids.js';
import { type Page, type PageOptions, pageOf, pageSize } from '../paging.js';
import type { JsonObject } from '../schema.js';

export interface DeadLetter {
  readonly submissionId: string;
  readonly state: 'dead' | 'quarantined';
  /** The last failure in words. */
  readonly reason: string;
  /** Every failure: code, message, stage, evidence, at, epoch, worker, crashed. */
  readonly failures: readonly JsonObject[];
  readonly attempts: number;
  readonly crashes: number;
  readonly language: string;
  readonly queuedAt: Date;
  readonly parkedAt: Date;
}

/** What is parked, newest submission first. */
export async function listDeadLetters(
  connection: Connection,
  tenantId: string,
  options: PageOptions & { readonly state?: DeadLetter['state'] } = {},
): Promise<Page<DeadLetter>> {
  const limit = pageSize(options);
  let query = connection.kysely
    .selectFrom('jobs')
    .innerJoin('submissions', 'submissions.id', 'jobs.submission_id')
    .select(['jobs.submission_id', 'jobs.state', 'jobs.reason', 'jobs.failures', 'jobs.attempts', 'jobs.crashes'])
    .select(['submissions.language', 'jobs.queued_at', 'jobs.finished_at'])
    .where('jobs.tenant_id', '=', tenantId)
    .where('jobs.state', 'in', options.state ? [options.state] : ['dead', 'quarantined'])
    .orderBy('jobs.submission_id', 'desc')
    .limit(limit + 1);
  if (options.after !== undefined) query = query.where('jobs.submission_id', '<', cursorId(options.after));
  const rows = await query.execute();
  const letters = rows.map((row) => ({
    submissionId: row.submission_id,
    state: row.state as DeadLetter['state'],
    reason: row.reason ?? '',
    failures: row.failures,
    attempts: row.attempts,
    crashes: row.crashes,
    language: row.language,
    queuedAt: row.queued_at,
    parkedAt: row.finished_at ?? row.queued_at,
  }));
  return pageOf(letters, limit, ({ submissionId }) => submissionId);
}

function cursorId(cursor: string): string {
  if (!isId(cursor)) throw new CupelError('cursor_bad', {}, { field: 'cursor' });
  return cursor;
}

const RETRY: Statement = {
  text: `
WITH job AS (
  UPDATE jobs SET state = 'queued', reason = NULL, attempts = 0, crashes = 0, run_after = now(), finished_at = NULL
  WHERE tenant_id = $1 AND submission_id = $2 AND state IN ('dead', 'quarantined') RETURNING submission_id, lease_epoch
), again AS (
  UPDATE submissions SET state = 'queued', verdict = NULL, cause = NULL, because = NULL, completed_at = NULL
  WHERE id = $2 AND EXISTS (SELECT FROM job)
), told AS (
  INSERT INTO events (submission_id, epoch, seq, kind, data)
  SELECT submission_id, lease_epoch,
    (SELECT coalesce(max(seq), 0) + 1 FROM events WHERE events.submission_id = job.submission_id AND epoch = lease_epoch), 'requeued', '{}'
  FROM job
)
SELECT pg_notify('cupel_job', '') FROM job`,
};

/** Gives a parked job all its tries again; its failures stay on record. Throws `record_not_found`. */
export async function retryDeadLetter(connection: Connection, tenantId: string, submissionId: string): Promise<void> {
  await parked(connection, RETRY, tenantId, submissionId);
}

const DROP: Statement = {
  text: `
UPDATE jobs SET state = 'done', reason = 'dropped: ' || coalesce(reason, '')
WHERE tenant_id = $1 AND submission_id = $2 AND state IN ('dead', 'quarantined') RETURNING submission_id`,
};

/** Takes a job off the list for good; its submission stays failed. Throws `record_not_found`. */
export async function dropDeadLetter(connection: Connection, tenantId: string, submissionId: string): Promise<void> {
  await parked(connection, DROP, tenantId, submissionId);
}

async function parked(connection: Connection, statement: Statement, tenantId: string, submissionId: string): Promise<void> {
  const rows = isId(submissionId) ? await connection.query(statement, [tenantId, submissionId]) : [];
  if (rows.length === 0) throw new CupelError('record_not_found', { what: 'dead letter' });
}
