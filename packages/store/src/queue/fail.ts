import { CupelError } from '@cupel/domain';
import type { Connection, Statement } from '../database.js';
import { jsonText } from '../json.js';
import type { JobState } from '../schema.js';
import { BACKOFF, MAX_ATTEMPTS, MAX_CRASHES } from './policy.js';
import type { FailureReason, Lease, Subscriptions } from './types.js';

/**
 * One statement for a failure that a worker reports and for leases that ran out. `until` is the expiry that was seen
 * by whoever found the lease expired: where it has moved since, the worker lives and keeps its job.
 */
const GIVE_BACK: Statement = {
  name: 'give back',
  text: `
WITH failed AS MATERIALIZED (
  SELECT * FROM unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::boolean[], $6::jsonb[])
    AS failed (submission_id, epoch, worker_id, until, crashed, failure)
), held AS MATERIALIZED (
  SELECT jobs.submission_id, failed.crashed, failed.failure FROM jobs JOIN failed USING (submission_id)
  WHERE jobs.submission_id = ANY ($1::uuid[]) AND jobs.state = 'leased' AND jobs.lease_epoch = failed.epoch AND jobs.worker_id = failed.worker_id
    AND (failed.until IS NULL OR jobs.leased_until = failed.until::timestamptz)
  ORDER BY jobs.submission_id FOR UPDATE OF jobs
), job AS (
  UPDATE jobs SET
    attempts = attempts + (NOT held.crashed)::int,
    crashes = crashes + held.crashed::int,
    failures = failures || (held.failure || jsonb_build_object('at', now(), 'epoch', lease_epoch, 'worker', worker_id)),
    reason = held.failure ->> 'message',
    state = CASE
      WHEN held.crashed AND crashes + 1 >= $8::int THEN 'quarantined'
      WHEN NOT held.crashed AND attempts + 1 >= $7::int THEN 'dead'
      ELSE 'queued' END,
    finished_at = CASE WHEN crashes + held.crashed::int >= $8::int OR attempts + (NOT held.crashed)::int >= $7::int THEN now() END,
    run_after = now() + (0.5 + random()) * make_interval(secs => least($11::float8,
      CASE WHEN held.crashed THEN $10::float8 * 2 ^ least(crashes, 20) ELSE $9::float8 * 2 ^ least(attempts, 20) END)),
    leased_until = NULL
  FROM held WHERE jobs.submission_id = held.submission_id AND jobs.submission_id = ANY ($1::uuid[])
  RETURNING jobs.*
), told_submission AS (
  UPDATE submissions SET
    state = CASE job.state WHEN 'queued' THEN 'queued' ELSE 'failed' END,
    verdict = CASE WHEN job.state <> 'queued' THEN 'IE' END,
    cause = CASE WHEN job.state <> 'queued' THEN job.state END,
    because = CASE WHEN job.state <> 'queued' THEN 'judging failed on our side' END,
    completed_at = CASE WHEN job.state <> 'queued' THEN now() END
  FROM job WHERE submissions.id = job.submission_id AND submissions.id = ANY ($1::uuid[])
), told AS (
  INSERT INTO events (submission_id, epoch, seq, kind, data)
  SELECT submission_id, lease_epoch,
    (SELECT coalesce(max(seq), 0) + 1 FROM events WHERE events.submission_id = job.submission_id AND epoch = lease_epoch),
    CASE state WHEN 'queued' THEN 'requeued' ELSE 'failed' END, '{}'
  FROM job ON CONFLICT DO NOTHING
), outgoing AS (
  INSERT INTO outbox (consumer, topic, tenant_id, submission_id, payload)
  SELECT consumer, 'submission.failed', tenant_id, submission_id,
    jsonb_build_object('epoch', lease_epoch, 'state', state, 'reason', reason, 'flowId', flow_id)
  FROM job, unnest($12::text[]) consumer WHERE state <> 'queued'
)
SELECT submission_id, tenant_id, state, attempts, crashes, run_after,
  CASE state WHEN 'queued' THEN pg_notify('cupel_job', '') ELSE pg_notify('cupel_done', submission_id::text) END
FROM job`,
};

export interface GivenBack {
  readonly submissionId: string;
  readonly tenantId: string;
  /** `queued` for another try, else where it was parked. */
  readonly state: JobState;
  readonly attempts: number;
  readonly crashes: number;
  readonly runAfter: Date;
}

export interface Failure extends Lease {
  readonly reason: FailureReason;
  /** A worker or launcher died over it. */
  readonly crashed: boolean;
  /** The expiry seen, as PostgreSQL wrote it. */
  readonly until?: string;
}

export interface RetryPolicy {
  readonly maxAttempts?: number;
  readonly maxCrashes?: number;
  /** Seconds. */
  readonly firstBackoff?: number;
}

/**
 * Reports that we failed on a job: it is tried again after a while, or parked as a dead letter (`dead`, or
 * `quarantined` where it killed those who ran it) with every reason. A program's own failure is a result, and goes
 * to `complete`. Throws `lease_lost`.
 */
export async function fail(
  connection: Connection,
  lease: Lease,
  failure: { readonly reason: FailureReason; readonly crashed: boolean },
  subscriptions: Subscriptions,
  policy: RetryPolicy = {},
): Promise<GivenBack> {
  const [job] = await giveBack(connection, [{ ...lease, ...failure }], subscriptions, policy);
  if (job === undefined)
    throw new CupelError('lease_lost', { submission: lease.submissionId, epoch: lease.epoch, worker: lease.workerId });
  return job;
}

/** As `fail`, for many at once; leases that are no longer held are passed over. */
export async function giveBack(
  connection: Connection,
  failures: readonly Failure[],
  subscriptions: Subscriptions,
  policy: RetryPolicy = {},
): Promise<GivenBack[]> {
  const rows = await connection.query<GivenBackRow>(GIVE_BACK, [
    failures.map(({ submissionId }) => submissionId),
    failures.map(({ epoch }) => epoch),
    failures.map(({ workerId }) => workerId),
    failures.map(({ until }) => until ?? null),
    failures.map(({ crashed }) => crashed),
    failures.map(({ reason, crashed }) => jsonText({ ...reason, crashed })),
    policy.maxAttempts ?? MAX_ATTEMPTS,
    policy.maxCrashes ?? MAX_CRASHES,
    policy.firstBackoff ?? BACKOFF.first,
    policy.firstBackoff ?? BACKOFF.firstAfterCrash,
    BACKOFF.most,
    subscriptions['submission.failed'] ?? [],
  ]);
  return rows.map((row) => ({
    submissionId: row.submission_id,
    tenantId: row.tenant_id,
    state: row.state,
    attempts: row.attempts,
    crashes: row.crashes,
    runAfter: row.run_after,
  }));
}

interface GivenBackRow {
  readonly submission_id: string;
  readonly tenant_id: string;
  readonly state: JobState;
  readonly attempts: number;
  readonly crashes: number;
  readonly run_after: Date;
}
