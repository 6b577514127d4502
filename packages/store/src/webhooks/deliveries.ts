import { CupelError } from '@cupel/domain';
import type { Connection, Statement } from '../database.js';
import { type Page, type PageOptions, pageOf, pageSize } from '../paging.js';
import type { DeliveryState } from '../schema.js';

export interface NewDelivery {
  /** The webhook-id header, the same for every attempt. A second delivery with this id is not made. */
  readonly id: string;
  readonly tenantId: string;
  readonly submissionId?: string;
  readonly endpointId?: string;
  readonly url: string;
  readonly secret: string;
  readonly event: string;
  readonly body: Uint8Array;
  /** Seconds after which it is given up; 24 hours unless given. */
  readonly giveUpAfter?: number;
}

const CREATE: Statement = {
  name: 'create delivery',
  text: `
WITH made AS (
  INSERT INTO webhook_deliveries (id, tenant_id, submission_id, endpoint_id, url, secret, event, body, give_up_at, receiver)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, now() + make_interval(secs => $9::float8), $10) ON CONFLICT (id) DO NOTHING RETURNING id
)
SELECT pg_notify('cupel_delivery', '') FROM made`,
};

/** Returns whether it was new. */
export async function createDelivery(connection: Connection, delivery: NewDelivery): Promise<boolean> {
  const rows = await connection.query(CREATE, [
    delivery.id,
    delivery.tenantId,
    delivery.submissionId ?? null,
    delivery.endpointId ?? null,
    delivery.url,
    delivery.secret,
    delivery.event,
    delivery.body,
    delivery.giveUpAfter ?? 86_400,
    receiverOf(delivery.url),
  ]);
  return rows.length > 0;
}

/** Host and port, in the one form that the URL parser gives them: other spellings are no other receiver. */
function receiverOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

export interface Delivery {
  readonly id: string;
  readonly submissionId: string | null;
  readonly endpointId: string | null;
  readonly url: string;
  readonly event: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly nextAttemptAt: Date | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
  readonly reason: string | null;
}

const COLUMNS = [
  'id',
  'submission_id as submissionId',
  'endpoint_id as endpointId',
  'url',
  'event',
  'state',
  'attempts',
  'next_attempt_at as nextAttemptAt',
  'created_at as createdAt',
  'finished_at as finishedAt',
  'reason',
] as const;

/** Newest first; the cursor is opaque. Throws `cursor_bad`. */
export async function listDeliveries(
  connection: Connection,
  tenantId: string,
  filter: PageOptions & {
    readonly submissionId?: string;
    readonly endpointId?: string;
    readonly states?: readonly DeliveryState[];
  } = {},
): Promise<Page<Delivery>> {
  const limit = pageSize(filter);
  let query = connection.kysely
    .selectFrom('webhook_deliveries')
    .select(COLUMNS)
    .where('tenant_id', '=', tenantId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1);
  if (filter.submissionId !== undefined) query = query.where('submission_id', '=', filter.submissionId);
  if (filter.endpointId !== undefined) query = query.where('endpoint_id', '=', filter.endpointId);
  if (filter.states) query = query.where('state', 'in', [...filter.states]);
  if (filter.after !== undefined) {
    const after = await startOf(connection, tenantId, filter.after);
    query = query.where(({ eb, refTuple, tuple }) => eb(refTuple('created_at', 'id'), '<', tuple(after.createdAt, after.id)));
  }
  return pageOf(await query.execute(), limit, ({ id }) => Buffer.from(id).toString('base64url'));
}

/** A Date holds milliseconds, the database microseconds: the exact time of the last row is read from itself. */
async function startOf(connection: Connection, tenantId: string, cursor: string) {
  const id = Buffer.from(cursor, 'base64url').toString();
  const [row] = await connection.query<{ createdAt: Date; id: string }>(
    { text: `SELECT created_at::text AS "createdAt", id FROM webhook_deliveries WHERE tenant_id = $1 AND id = $2` },
    [tenantId, id.replaceAll('\0', '')],
  );
  if (row === undefined) throw new CupelError('cursor_bad', {}, { field: 'cursor' });
  return row;
}

export interface DeliveryAttempt {
  readonly number: number;
  readonly at: Date;
  /** Null where no answer came. */
  readonly status: number | null;
  readonly error: string | null;
  /** Microseconds. */
  readonly duration: number;
}

const GET: Statement = {
  text: `
SELECT id, submission_id AS "submissionId", endpoint_id AS "endpointId", url, event, state, attempts,
  next_attempt_at AS "nextAttemptAt", created_at AS "createdAt", finished_at AS "finishedAt", reason, body
FROM webhook_deliveries WHERE tenant_id = $1 AND id = $2`,
};
const ATTEMPTS: Statement = {
  text: 'SELECT number, at, status, error, duration FROM webhook_attempts WHERE delivery_id = $1 ORDER BY number',
};

/** A delivery with its log. Throws `record_not_found`. */
export async function getDelivery(
  connection: Connection,
  tenantId: string,
  id: string,
): Promise<Delivery & { readonly body: Buffer; readonly log: readonly DeliveryAttempt[] }> {
  const [delivery] = await connection.query<Delivery & { readonly body: Buffer }>(GET, [tenantId, id]);
  if (delivery === undefined) throw new CupelError('record_not_found', { what: 'delivery' });
  return { ...delivery, log: await connection.query<DeliveryAttempt>(ATTEMPTS, [id]) };
}
