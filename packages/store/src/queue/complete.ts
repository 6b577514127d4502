import { CupelError } from '@cupel/domain';
import type { Connection, Statement } from '../database.js';
import { jsonText, storableText } from '../json.js';
import { packBytes } from '../packed-bytes.js';
import type { Lease, NewEvent, NewResult, Subscriptions } from './types.js';

/**
 * One statement for one result or thirty. Jobs are locked in the order of their ids, as heartbeats and the reaper lock them,
 * so that nobody waits for another crosswise. `webhooks` is told of an end only where somebody wants to hear of it.
 */
const COMPLETE: Statement = {
  name: 'complete',
  text: `
WITH ended AS MATERIALIZED (
  SELECT * FROM unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int[], $8::text[], $9::bigint[],
    $10::bigint[], $11::bigint[], $12::jsonb[], $13::int[], $14::int[], $15::int[], $16::int[], $17::int[], $18::int[])
    AS ended (submission_id, epoch, worker_id, verdict, cause, because, exit_code, signal, cpu_time, wall_time, memory_peak, record,
      stdout_at, stdout_length, stderr_at, stderr_length, compile_at, compile_length)
), held AS MATERIALIZED (
  SELECT ended.* FROM jobs JOIN ended USING (submission_id)
  WHERE jobs.submission_id = ANY ($1::uuid[]) AND jobs.lease_epoch = ended.epoch AND jobs.worker_id = ended.worker_id
    AND jobs.state = 'leased'
  ORDER BY jobs.submission_id FOR UPDATE OF jobs
), job AS (
  UPDATE jobs SET state = 'done', reason = NULL, leased_until = NULL, finished_at = now()
  WHERE submission_id = ANY (ARRAY(SELECT submission_id FROM held))
  RETURNING submission_id, tenant_id, flow_id
), kept AS (
  INSERT INTO results (submission_id, epoch, tenant_id, worker_id, verdict, cause, because, exit_code, signal, stdout, stderr,
    compile_output, cpu_time, wall_time, memory_peak, record)
  SELECT submission_id, epoch, tenant_id, worker_id, verdict, cause, because, exit_code, signal,
    substring($19::bytea FROM stdout_at FOR stdout_length), substring($19::bytea FROM stderr_at FOR stderr_length),
    substring($19::bytea FROM compile_at FOR compile_length), cpu_time, wall_time, memory_peak, record
  FROM job JOIN held USING (submission_id)
), final AS (
  UPDATE submissions SET state = 'completed', epoch = held.epoch, verdict = held.verdict, cause = held.cause,
    because = held.because, cpu_time = held.cpu_time, wall_time = held.wall_time, memory_peak = held.memory_peak,
    completed_at = now()
  FROM held WHERE id = ANY (ARRAY(SELECT submission_id FROM job)) AND id = held.submission_id
), told AS (
  INSERT INTO events (submission_id, epoch, seq, kind, data, bytes)
  SELECT job.submission_id, held.epoch, event.seq, event.kind, event.data,
    substring($19::bytea FROM event.bytes_at FOR event.bytes_length)
  FROM unnest($20::uuid[], $21::int[], $22::text[], $23::jsonb[], $24::int[], $25::int[])
    AS event (submission_id, seq, kind, data, bytes_at, bytes_length)
  JOIN job USING (submission_id) JOIN held USING (submission_id)
  ON CONFLICT DO NOTHING
), outgoing AS (
  INSERT INTO outbox (consumer, topic, tenant_id, submission_id, payload)
  SELECT consumer, 'submission.completed', job.tenant_id, job.submission_id,
    jsonb_build_object('epoch', epoch, 'verdict', verdict, 'cause', cause, 'cpuTime', cpu_time, 'flowId', job.flow_id)
  FROM job JOIN held USING (submission_id), unnest($26::text[]) consumer
  WHERE consumer <> 'webhooks'
    OR EXISTS (SELECT FROM submission_webhooks WHERE submission_webhooks.submission_id = job.submission_id)
    OR EXISTS (SELECT FROM webhook_endpoints WHERE webhook_endpoints.tenant_id = job.tenant_id AND disabled_at IS NULL)
  RETURNING consumer
)
SELECT submission_id AS id, epoch, ARRAY(SELECT DISTINCT consumer FROM outgoing) AS consumers FROM held`,
};

const FIND_RESULT: Statement = {
  name: 'find own result',
  text: 'SELECT FROM results WHERE submission_id = $1 AND epoch = $2 AND worker_id = $3',
};

/** A result with the lease under which it came to be, and what is to be told of it. */
export interface Completion {
  readonly lease: Lease;
  readonly result: NewResult;
  readonly events: readonly NewEvent[];
}

/** `lost` where another holds the job by now: the result is to be thrown away. */
export type Completed = 'written' | 'repeated' | 'lost';

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
  const [completed] = await completeAll(connection, [{ lease, result, events }], subscriptions);
  if (completed === 'written' || completed === 'repeated') return completed;
  throw new CupelError('lease_lost', { submission: lease.submissionId, epoch: lease.epoch, worker: lease.workerId });
}

/** As `complete`, for many at once, each by itself: all of those that still hold their lease, and none of the others. */
export async function completeAll(
  connection: Connection,
  completions: readonly Completion[],
  subscriptions: Subscriptions,
): Promise<Completed[]> {
  const consumers = subscriptions['submission.completed'] ?? [];
  const rows = await connection.query<{ id: string; epoch: number; consumers: string[] }>(COMPLETE, [
    ...columns(completions),
    consumers,
  ]);
  const written = new Set(rows.map(({ id, epoch }) => `${id} ${epoch}`));
  for (const { id } of rows) await connection.notify('cupel_done', id);
  for (const consumer of rows[0]?.consumers ?? []) await connection.notify('cupel_outbox', consumer);
  const outcome = async (lease: Lease) =>
    written.has(`${lease.submissionId} ${lease.epoch}`) ? 'written' : repeated(connection, lease);
  return Promise.all(completions.map(({ lease }) => outcome(lease)));
}

async function repeated(connection: Connection, { submissionId, epoch, workerId }: Lease): Promise<Completed> {
  const found = await connection.query(FIND_RESULT, [submissionId, epoch, workerId]);
  return found.length > 0 ? 'repeated' : 'lost';
}

function columns(completions: readonly Completion[]): unknown[] {
  const lease = <T>(value: (lease: Lease) => T) => completions.map((one) => value(one.lease));
  const of = <T>(value: (result: NewResult) => T) => completions.map((one) => value(one.result));
  const events = completions.flatMap((one) => one.events.map((event) => ({ id: one.lease.submissionId, ...event })));
  const packed = packBytes([
    ...of(({ stdout }) => stdout),
    ...of(({ stderr }) => stderr),
    ...of(({ compileOutput }) => compileOutput),
    ...events.map(({ bytes }) => bytes),
  ]);
  const count = completions.length;
  const places = (from: number, to?: number) => [packed.starts.slice(from, to), packed.lengths.slice(from, to)];
  return [
    lease(({ submissionId }) => submissionId),
    lease(({ epoch }) => epoch),
    lease(({ workerId }) => workerId),
    of(({ verdict }) => verdict),
    of(({ cause }) => cause),
    of(({ because }) => storableText(because)),
    of(({ exitCode }) => exitCode ?? null),
    of(({ signal }) => signal ?? null),
    of(({ cpuTime }) => cpuTime),
    of(({ wallTime }) => wallTime),
    of(({ memoryPeak }) => memoryPeak),
    of(({ record }) => jsonText(record)),
    ...places(0, count),
    ...places(count, 2 * count),
    ...places(2 * count, 3 * count),
    packed.bytes,
    events.map(({ id }) => id),
    events.map(({ seq }) => seq),
    events.map(({ kind }) => kind),
    events.map(({ data }) => jsonText(data)),
    ...places(3 * count),
  ];
}
