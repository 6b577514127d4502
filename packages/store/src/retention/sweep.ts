import type { Connection, Statement } from '../database.js';

/** Each round takes at most this many rows, so that no transaction is long. */
const ROUND = 500;

const SUBMISSIONS: Statement = {
  text: `
DELETE FROM submissions WHERE id = ANY (ARRAY(
  SELECT id FROM submissions WHERE expires_at < now() AND state IN ('completed', 'cancelled', 'failed')
  ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED)) RETURNING id`,
};
const IDEMPOTENCY: Statement = {
  text: `
DELETE FROM idempotency WHERE (tenant_id, key) IN (
  SELECT tenant_id, key FROM idempotency WHERE expires_at < now() ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED) RETURNING key`,
};
/** An hour is far longer than the time between putting bytes and submitting what names them. */
const BLOBS: Statement = {
  text: `
DELETE FROM blobs WHERE (tenant_id, sha256) IN (
  SELECT tenant_id, sha256 FROM blobs WHERE used = 0 AND put_at < now() - interval '1 hour'
  ORDER BY put_at LIMIT $1 FOR UPDATE SKIP LOCKED) RETURNING size`,
};
const DELIVERIES: Statement = {
  text: `
DELETE FROM webhook_deliveries WHERE id = ANY (ARRAY(
  SELECT id FROM webhook_deliveries WHERE finished_at < now() - interval '30 days' LIMIT $1 FOR UPDATE SKIP LOCKED)) RETURNING id`,
};
const ABUSE: Statement = {
  text: `
DELETE FROM abuse_events WHERE id = ANY (ARRAY(
  SELECT id FROM abuse_events WHERE at < now() - interval '90 days' LIMIT $1 FOR UPDATE SKIP LOCKED)) RETURNING id`,
};
const BUCKETS: Statement = {
  text: `
DELETE FROM rate_buckets WHERE name = ANY (ARRAY(
  SELECT name FROM rate_buckets WHERE filled_at < now() - interval '1 day' LIMIT $1 FOR UPDATE SKIP LOCKED)) RETURNING name`,
};
const USAGE: Statement = { text: `DELETE FROM cpu_usage WHERE hour < now() - interval '35 days' AND $1::int > 0 RETURNING hour` };
const COOL_DOWNS: Statement = {
  text: `DELETE FROM cool_downs WHERE until < now() - interval '1 day' AND $1::int > 0 RETURNING flow_id`,
};
const WORKERS: Statement = {
  text: `DELETE FROM workers WHERE heartbeat_at < now() - interval '1 day' AND $1::int > 0 RETURNING id`,
};

/** Outputs that were kept so that checkers alone could be run again. */
const OUTPUTS: Statement = {
  text: `
UPDATE judging_tests SET output = NULL WHERE (judging_id, position) IN (
  SELECT judging_id, position FROM judging_tests WHERE output IS NOT NULL AND output_until < now()
  ORDER BY output_until LIMIT $1 FOR UPDATE SKIP LOCKED) RETURNING position`,
};

const SWEEPS = {
  outputs: OUTPUTS,
  submissions: SUBMISSIONS,
  idempotency: IDEMPOTENCY,
  blobs: BLOBS,
  deliveries: DELIVERIES,
  abuse: ABUSE,
  buckets: BUCKETS,
  usage: USAGE,
  coolDowns: COOL_DOWNS,
  workers: WORKERS,
} as const;

export type Swept = Readonly<Record<keyof typeof SWEEPS, number>>;

/**
 * Deletes what is past its time, a round of each kind, and returns how much of each. To be called about once a
 * minute, and at once again while a round was full (`more`). Submissions that wait or run are never swept.
 */
export async function sweep(connection: Connection): Promise<{ readonly swept: Swept; readonly more: boolean }> {
  const counts: [string, number][] = [];
  for (const [name, statement] of Object.entries(SWEEPS)) {
    counts.push([name, (await connection.query(statement, [ROUND])).length]);
  }
  return { swept: Object.fromEntries(counts) as Swept, more: counts.some(([, count]) => count >= ROUND) };
}
