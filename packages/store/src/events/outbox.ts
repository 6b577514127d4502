import type { Connection, Database, Statement } from '../database.js';
import { storableText } from '../json.js';
import type { JsonObject } from '../schema.js';

export interface OutboxMessage {
  readonly id: number;
  readonly topic: string;
  readonly tenantId: string;
  readonly submissionId: string | null;
  readonly payload: JsonObject;
  readonly createdAt: Date;
  /** Times that handling it failed before. */
  readonly attempts: number;
}

/** The commit is not waited for: what a crash undoes, the consumer's own writes and the deletion together, comes again. */
const TAKE: Statement = {
  name: 'take messages',
  text: `
SELECT id, topic, tenant_id AS "tenantId", submission_id AS "submissionId", payload, created_at AS "createdAt", attempts,
  set_config('synchronous_commit', 'off', true)
FROM outbox WHERE consumer = $1 AND retry_at <= now() ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED`,
};

const POSTPONE: Statement = {
  text: `
UPDATE outbox SET attempts = attempts + 1, error = $2,
  retry_at = now() + make_interval(secs => least(300, 2 ^ least(attempts, 10)) * (0.5 + random()))
WHERE id = ANY ($1::bigint[])`,
};

/**
 * Hands a consumer its messages and forgets them, in one transaction with whatever `handle` writes through the
 * connection it is given: so each takes effect once. Where it throws, all is rolled back, and the messages come again
 * later, one by one, so that one that cannot be handled does not hold up the others. Returns how many were handled.
 */
export async function consumeOutbox(
  database: Database,
  consumer: string,
  handle: (messages: readonly OutboxMessage[], connection: Connection) => Promise<void>,
  limit = 100,
): Promise<number> {
  let taken: readonly OutboxMessage[] = [];
  const handleUpTo = (most: number) =>
    database.transaction(async (connection) => {
      taken = await connection.query<OutboxMessage>(TAKE, [consumer, most]);
      if (taken.length === 0) return 0;
      await handle(taken, connection);
      await connection.query({ text: 'DELETE FROM outbox WHERE id = ANY ($1::bigint[])' }, [taken.map(({ id }) => id)]);
      return taken.length;
    });
  try {
    return await handleUpTo(limit);
  } catch (error) {
    if (taken.length === 0) throw error;
    if (taken.length > 1) return handleUpTo(1).catch((single: unknown) => postpone(database, taken, single));
    return postpone(database, taken, error);
  }
}

async function postpone(database: Database, messages: readonly OutboxMessage[], error: unknown): Promise<number> {
  const problem = storableText(error instanceof Error ? error.message : String(error));
  await database.query(POSTPONE, [messages.map(({ id }) => id), problem]);
  return 0;
}

const LAG: Statement = {
  text: `
SELECT consumer, count(*) AS waiting, extract(epoch FROM now() - min(created_at))::float8 AS lag FROM outbox GROUP BY consumer`,
};

/** Messages waiting for each consumer, and seconds that the oldest has waited. */
export async function outboxLag(connection: Connection): Promise<{ consumer: string; waiting: number; lag: number }[]> {
  return connection.query(LAG);
}
