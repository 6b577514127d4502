import { CupelError } from '@cupel/domain';
import type { Connection, Statement } from '../database.js';
import { storableText } from '../json.js';
import type { DeliveryState } from '../schema.js';

/** A delivery to be attempted now, by whoever claimed it. */
export interface ClaimedDelivery {
  readonly id: string;
  readonly epoch: number;
  readonly tenantId: string;
  readonly submissionId: string | null;
  /** Host and port of the URL. */
  readonly receiver: string;
  readonly url: string;
  readonly secret: string;
  readonly event: string;
  readonly body: Buffer;
  /** The number of this attempt, from 1 on. */
  readonly attempt: number;
}

/**
 * Of each receiver what is due longest, as far as it has not as many attempts as it may; of all these what is due longest. Receivers
 * are hopped over in the index, so the cost grows with their number and not with what lies there for one that never answers. One
 * that a process took and then died over is due again when its lease has run out.
 */
const CLAIM: Statement = {
  name: 'claim deliveries',
  text: `
WITH RECURSIVE receivers AS (
  (SELECT receiver FROM webhook_deliveries WHERE state IN ('waiting', 'sending') ORDER BY receiver LIMIT 1)
  UNION ALL
  SELECT next.receiver FROM receivers CROSS JOIN LATERAL (
    SELECT delivery.receiver FROM webhook_deliveries delivery
    WHERE delivery.state IN ('waiting', 'sending') AND delivery.receiver > receivers.receiver
    ORDER BY delivery.receiver LIMIT 1) next
), due AS MATERIALIZED (
  SELECT head.id, head.next_attempt_at
  FROM receivers LEFT JOIN unnest($3::text[], $4::int[]) AS busy (receiver, attempts) USING (receiver) CROSS JOIN LATERAL (
    SELECT delivery.id, delivery.next_attempt_at FROM webhook_deliveries delivery
    WHERE delivery.state IN ('waiting', 'sending') AND delivery.receiver = receivers.receiver AND delivery.next_attempt_at <= now()
    ORDER BY delivery.next_attempt_at LIMIT greatest(0, $5::int - coalesce(busy.attempts, 0)) FOR UPDATE SKIP LOCKED) head
)
UPDATE webhook_deliveries SET state = 'sending', lease_epoch = lease_epoch + 1, attempts = attempts + 1,
  leased_until = now() + make_interval(secs => $2::float8), next_attempt_at = now() + make_interval(secs => $2::float8)
WHERE id = ANY (ARRAY(SELECT id FROM due ORDER BY next_attempt_at LIMIT $1))
RETURNING id, lease_epoch AS epoch, tenant_id AS "tenantId", submission_id AS "submissionId", receiver, url, secret, event, body,
  attempts AS attempt`,
};

export interface DeliveryRoom {
  /** How many are wanted at most. */
  readonly limit: number;
  /** How many one receiver may be sent at once. */
  readonly perReceiver: number;
  /** How many each receiver is being sent by this process. */
  readonly busy?: ReadonlyMap<string, number>;
  /** Must be longer than an attempt can last. */
  readonly leaseSeconds?: number;
}

/** Takes deliveries that are due, each for one lease. */
export async function claimDeliveries(
  connection: Connection,
  { limit, perReceiver, busy = new Map(), leaseSeconds = 60 }: DeliveryRoom,
): Promise<ClaimedDelivery[]> {
  return connection.query<ClaimedDelivery>(CLAIM, [limit, leaseSeconds, [...busy.keys()], [...busy.values()], perReceiver]);
}

export interface AttemptResult {
  readonly status?: number;
  readonly error?: string;
  /** Microseconds. */
  readonly duration: number;
  /** `again` for network errors, 5xx, 408 and 429; `refused` for what will not get better. */
  readonly outcome: 'delivered' | 'again' | 'refused';
  /** Seconds that the receiver asked to be left alone. */
  readonly retryAfter?: number;
}

const FINISH: Statement = {
  name: 'finish attempt',
  text: `
WITH delivery AS (
  UPDATE webhook_deliveries SET
    state = CASE WHEN $3 = 'delivered' THEN 'delivered' WHEN $3 = 'again' AND wait.due < give_up_at THEN 'waiting' ELSE 'dead' END,
    next_attempt_at = CASE WHEN $3 = 'again' AND wait.due < give_up_at THEN wait.due END,
    finished_at = CASE WHEN $3 = 'again' AND wait.due < give_up_at THEN NULL ELSE now() END,
    reason = CASE WHEN $3 = 'delivered' THEN NULL ELSE coalesce($5, 'status ' || $4::int) END,
    leased_until = NULL
  FROM (SELECT id, now() + make_interval(secs => greatest(coalesce($7::float8, 0),
    least(3600, $8::float8 * 2 ^ least(attempts - 1, 20)) * (0.5 + random()))) AS due FROM webhook_deliveries WHERE id = $1) wait
  WHERE webhook_deliveries.id = $1 AND lease_epoch = $2 AND state = 'sending'
  RETURNING webhook_deliveries.id, state, attempts, next_attempt_at
), logged AS (
  INSERT INTO webhook_attempts (delivery_id, number, status, error, duration)
  SELECT id, attempts, $4::int, $5::text, $6::bigint FROM delivery ON CONFLICT DO NOTHING
)
SELECT state, next_attempt_at AS "nextAttemptAt" FROM delivery`,
};

/**
 * Logs an attempt and decides what follows: delivered, waiting (5 s, doubled each time up to an hour, spread), or dead
 * where it was refused or would come too late. Undefined where another process has taken it over meanwhile.
 */
export async function finishAttempt(
  connection: Connection,
  delivery: Pick<ClaimedDelivery, 'id' | 'epoch'>,
  result: AttemptResult,
  firstBackoff = 5,
): Promise<{ readonly state: DeliveryState; readonly nextAttemptAt: Date | null } | undefined> {
  const [row] = await connection.query<{ state: DeliveryState; nextAttemptAt: Date | null }>(FINISH, [
    delivery.id,
    delivery.epoch,
    result.outcome,
    result.status ?? null,
    result.error === undefined ? null : storableText(result.error),
    result.duration,
    result.retryAfter ?? null,
    firstBackoff,
  ]);
  return row;
}

const REDELIVER: Statement = {
  text: `
WITH delivery AS (
  UPDATE webhook_deliveries SET state = 'waiting', next_attempt_at = now(), finished_at = NULL, reason = NULL,
    give_up_at = greatest(give_up_at, now() + interval '24 hours')
  WHERE tenant_id = $1 AND id = $2 AND state <> 'sending' RETURNING id
)
SELECT pg_notify('cupel_delivery', '') FROM delivery`,
};

/** Sends again, by hand, with the same id. Throws `record_not_found`; one that is being sent at this moment counts as none. */
export async function redeliver(connection: Connection, tenantId: string, id: string): Promise<void> {
  const rows = await connection.query(REDELIVER, [tenantId, id]);
  if (rows.length === 0) throw new CupelError('record_not_found', { what: 'delivery' });
}

const COUNT: Statement = { text: 'SELECT state, count(*) AS deliveries FROM webhook_deliveries GROUP BY state' };

/** Deliveries in each state, over all tenants: what the metrics show. */
export async function countDeliveries(connection: Connection): Promise<Readonly<Record<DeliveryState, number>>> {
  const counts = { waiting: 0, sending: 0, delivered: 0, dead: 0 };
  const rows = await connection.query<{ state: DeliveryState; deliveries: number }>(COUNT);
  for (const { state, deliveries } of rows) counts[state] = deliveries;
  return counts;
}
