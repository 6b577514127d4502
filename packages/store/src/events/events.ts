import { CupelError } from '@cupel/domain';
import type { Connection, Statement } from '../database.js';
import { isId } from '../ids.js';
import type { Lease, NewEvent } from '../queue/types.js';
import type { JsonObject } from '../schema.js';
import { eventColumns } from './columns.js';

const APPEND: Statement = {
  name: 'append events',
  text: `
WITH held AS (
  SELECT submission_id FROM jobs
  WHERE submission_id = $1 AND lease_epoch = $2 AND worker_id = $3 AND state = 'leased' FOR SHARE
), told AS (
  INSERT INTO events (submission_id, epoch, seq, kind, data, bytes)
  SELECT held.submission_id, $2::int, event.seq, event.kind, event.data, event.bytes
  FROM held, unnest($4::int[], $5::text[], $6::jsonb[], $7::bytea[]) AS event (seq, kind, data, bytes)
  ON CONFLICT DO NOTHING
)
SELECT submission_id FROM held`,
};

/**
 * Appends events numbered by the holder of the lease, from 1 on; writing the same again changes nothing. Throws
 * `lease_lost`. The last ones go with `complete`.
 */
export async function appendEvents(connection: Connection, lease: Lease, events: readonly NewEvent[]): Promise<void> {
  const { submissionId, epoch, workerId } = lease;
  const rows = await connection.query(APPEND, [submissionId, epoch, workerId, ...eventColumns(events)]);
  if (rows.length === 0) throw new CupelError('lease_lost', { submission: submissionId, epoch, worker: workerId });
  await connection.notify('cupel_event', submissionId);
}

/** Where a reader has got to. Its text form, `epoch.seq`, is the id of a server-sent event. */
export interface EventPosition {
  readonly epoch: number;
  readonly seq: number;
}

export interface SubmissionEvent extends EventPosition {
  /** `queued`, `requeued`, `cancelled` and `failed` are written here, the others by whoever holds the lease. */
  readonly kind: string;
  readonly data: JsonObject;
  readonly bytes: Buffer | null;
  readonly at: Date;
}

const LIST: Statement = {
  name: 'list events',
  text: `
SELECT events.epoch, events.seq, events.kind, events.data, events.bytes, events.at
FROM events JOIN submissions ON submissions.id = events.submission_id
WHERE submissions.tenant_id = $1 AND events.submission_id = $2 AND (events.epoch, events.seq) > ($3::int, $4::int)
ORDER BY events.epoch, events.seq LIMIT $5::int`,
};

/** Events after a position, in their order; all of them from the beginning unless given. Nothing for foreign ids. */
export async function listEvents(
  connection: Connection,
  tenantId: string,
  submissionId: string,
  after: EventPosition = { epoch: -1, seq: 0 },
  limit = 500,
): Promise<SubmissionEvent[]> {
  if (!isId(submissionId)) return [];
  return connection.query<SubmissionEvent>(LIST, [tenantId, submissionId, after.epoch, after.seq, limit]);
}

export function eventId({ epoch, seq }: EventPosition): string {
  return `${epoch}.${seq}`;
}

/** Undefined for what is none of ours; a reader then starts from the beginning. */
export function parseEventId(text: string): EventPosition | undefined {
  const match = /^(\d{1,9})\.(\d{1,9})$/.exec(text);
  return match ? { epoch: Number(match[1]), seq: Number(match[2]) } : undefined;
}
