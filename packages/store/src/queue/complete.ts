import { CupelError } from '@cupel/domain';
import type { Connection, Statement } from '../database.js';
import { eventColumns } from '../events/columns.js';
import { jsonText, storableText } from '../json.js';
import type { Lease, NewEvent, NewResult, Subscriptions } from './types.js';

const COMPLETE: Statement = {
  name: 'complete',
  text: `
WITH job AS (
  UPDATE jobs SET state = 'done', reason = NULL, leased_until = NULL, finished_at = now()
  WHERE submission_id = $1 AND lease_epoch = $2 AND worker_id = $3 AND state = 'leased'
  RETURNING submission_id, tenant_id, flow_id
), kept AS (
  INSERT INTO results (submission_id, epoch, tenant_id, worker_id, verdict, cause, because, exit_code, signal, stdout, stderr,
    compile_output, cpu_time, wall_time, memory_peak, record)
  SELECT submission_id, $2::int, tenant_id, $3::text, $4::text, $5::text, $6::text, $7::int, $8::text, $9::bytea, $10::bytea, $11::bytea,
    $12::bigint, $13::bigint, $14::bigint, $15::jsonb
  FROM job
), final AS (
  UPDATE submissions SET state = 'completed', epoch = $2::int, verdict = $4::text, cause = $5::text, because = $6::text,
    cpu_time = $12::bigint, wall_time = $13::bigint, memory_peak = $14::bigint, completed_at = now()
  WHERE id = $1 AND EXISTS (SELECT FROM job)
), told AS (
  INSERT INTO events (submission_id, epoch, seq, kind, data, bytes)
  SELECT job.submission_id, $2::int, event.seq, event.kind, event.data, event.bytes
  FROM job, unnest($16::int[], $17::text[], $18::jsonb[], $19::bytea[]) AS event (seq, kind, data, bytes)
  ON CONFLICT DO NOTHING
), outgoing AS (
  INSERT INTO outbox (consumer, topic, tenant_id, submission_id, payload)
  SELECT consumer, 'submission.completed', job.tenant_id, job.submission_id,
    jsonb_build_object('epoch', $2::int, 'verdict', $4::text, 'cause', $5::text, 'cpuTime', $12::bigint, 'flowId', job.flow_id)
  FROM job, unnest($20::text[]) consumer
)
SELECT submission_id FROM job`,
};

const FIND_RESULT: Statement = {
  name: 'find own result',
  text: 'SELECT FROM results WHERE submission_id = $1 AND epoch = $2 AND worker_id = $3',
};

/**
 * Writes the result of a lease, ends the job, and tells of it, all or nothing. Repeating it after a broken connection
 * is harmless: `repeated` says that the first time had arrived. Throws `lease_lost` where another holds the job by now;
 * the result is to be thrown away then.
 */
export async function complete(
  connection: Connection,
  lease: Lease,
  result: NewResult,
  events: readonly NewEvent[],
  subscriptions: Subscriptions,
): Promise<'written' | 'repeated'> {
  const { submissionId, epoch, workerId } = lease;
  const rows = await connection.query(COMPLETE, [
    submissionId,
    epoch,
    workerId,
    result.verdict,
    result.cause,
    storableText(result.because),
    result.exitCode ?? null,
    result.signal ?? null,
    result.stdout,
    result.stderr,
    result.compileOutput ?? null,
    result.cpuTime,
    result.wallTime,
    result.memoryPeak,
    jsonText(result.record),
    ...eventColumns(events),
    subscriptions['submission.completed'] ?? [],
  ]);
  if (rows.length > 0) {
    await connection.notify('cupel_done', submissionId);
    if (subscriptions['submission.completed']) await connection.notify('cupel_outbox', '');
    return 'written';
  }
  const written = await connection.query(FIND_RESULT, [submissionId, epoch, workerId]);
  if (written.length > 0) return 'repeated';
  throw new CupelError('lease_lost', { submission: submissionId, epoch, worker: workerId });
}
