import type { Connection, Statement } from '../database.js';
import { jsonText, storableText } from '../json.js';
import type { JsonObject, WorkerState } from '../schema.js';
import { LEASE_SECONDS } from './policy.js';
import type { Lease } from './types.js';

/** What a worker says of itself with each heartbeat. */
export interface WorkerReport {
  /** Of this start of the worker: an id that is never used again. */
  readonly id: string;
  readonly host: string;
  readonly version: string;
  readonly capabilities: readonly string[];
  readonly slots: number;
  readonly busy: number;
  readonly state: WorkerState;
  readonly details: JsonObject;
}

/** Its commit is not waited for: one that a crash undoes is followed by another before any lease runs out. */
const HEARTBEAT: Statement = {
  name: 'heartbeat',
  text: `
WITH beat AS (
  INSERT INTO workers (id, host, version, capabilities, slots, busy, state, details)
  VALUES ($1, $2, $3, $4::text[], $5, $6, $7, $8::jsonb)
  ON CONFLICT (id) DO UPDATE SET capabilities = excluded.capabilities, slots = excluded.slots, busy = excluded.busy,
    state = excluded.state, details = excluded.details, heartbeat_at = now()
), held AS MATERIALIZED (
  SELECT jobs.submission_id FROM jobs JOIN unnest($10::uuid[], $11::int[]) AS lease (submission_id, epoch) USING (submission_id)
  WHERE jobs.submission_id = ANY ($10::uuid[]) AND jobs.lease_epoch = lease.epoch AND jobs.worker_id = $1 AND jobs.state = 'leased'
  ORDER BY jobs.submission_id FOR UPDATE OF jobs
)
UPDATE jobs SET leased_until = now() + make_interval(secs => $9::int)
WHERE submission_id = ANY (ARRAY(SELECT submission_id FROM held))
RETURNING submission_id, lease_epoch, set_config('synchronous_commit', 'off', true)`,
};

/**
 * Renews leases and says that the worker lives. Returns the leases that are no longer held, because the job was
 * cancelled, deleted or given to another: their boxes are to be killed.
 */
export async function heartbeat(
  connection: Connection,
  worker: WorkerReport,
  leases: readonly Lease[],
  leaseSeconds: number = LEASE_SECONDS,
): Promise<Lease[]> {
  const rows = await connection.query<{ submission_id: string; lease_epoch: number }>(HEARTBEAT, [
    worker.id,
    storableText(worker.host),
    worker.version,
    worker.capabilities,
    worker.slots,
    worker.busy,
    worker.state,
    jsonText(worker.details),
    leaseSeconds,
    leases.map(({ submissionId }) => submissionId),
    leases.map(({ epoch }) => epoch),
  ]);
  const kept = new Set(rows.map(({ submission_id, lease_epoch }) => `${submission_id} ${lease_epoch}`));
  return leases.filter(({ submissionId, epoch }) => !kept.has(`${submissionId} ${epoch}`));
}

const RELEASE: Statement = {
  name: 'release',
  text: `
WITH back AS (
  UPDATE jobs SET state = 'queued', leased_until = NULL, run_after = now()
  FROM unnest($2::uuid[], $3::int[]) AS lease (submission_id, epoch)
  WHERE jobs.submission_id = ANY ($2::uuid[]) AND jobs.submission_id = lease.submission_id AND jobs.lease_epoch = lease.epoch
    AND jobs.worker_id = $1 AND jobs.state = 'leased'
  RETURNING jobs.submission_id
), waiting AS (
  UPDATE submissions SET state = 'queued' WHERE id = ANY (ARRAY(SELECT submission_id FROM back))
)
SELECT submission_id, pg_notify('cupel_job', '') FROM back`,
};

/** Hands jobs back unfinished, for others to take at once; no try is counted. Returns how many were still held. */
export async function release(connection: Connection, workerId: string, leases: readonly Lease[]): Promise<number> {
  const rows = await connection.query(RELEASE, [
    workerId,
    leases.map(({ submissionId }) => submissionId),
    leases.map(({ epoch }) => epoch),
  ]);
  return rows.length;
}
