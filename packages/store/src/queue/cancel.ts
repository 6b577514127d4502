import { CupelError } from '@cupel/domain';
import type { Connection, Statement } from '../database.js';
import { isId } from '../ids.js';
import type { SubmissionState } from '../schema.js';
import type { Subscriptions } from './types.js';

/** The epoch moves on, so whoever runs it loses the lease: no result can arrive after this. */
const CANCEL: Statement = {
  name: 'cancel',
  text: `
WITH job AS (
  UPDATE jobs SET state = 'done', reason = 'cancelled', lease_epoch = lease_epoch + 1, leased_until = NULL, finished_at = now()
  WHERE submission_id = $2 AND tenant_id = $1 AND state IN ('queued', 'leased')
  RETURNING submission_id, tenant_id, flow_id, lease_epoch
), final AS (
  UPDATE submissions SET state = 'cancelled', completed_at = now() WHERE id = $2 AND EXISTS (SELECT FROM job)
), told AS (
  INSERT INTO events (submission_id, epoch, seq, kind, data) SELECT submission_id, lease_epoch, 0, 'cancelled', '{}' FROM job
), outgoing AS (
  INSERT INTO outbox (consumer, topic, tenant_id, submission_id, payload)
  SELECT consumer, 'submission.cancelled', tenant_id, submission_id, jsonb_build_object('epoch', lease_epoch, 'flowId', flow_id)
  FROM job, unnest($3::text[]) consumer
)
SELECT pg_notify('cupel_cancel', submission_id::text), pg_notify('cupel_done', submission_id::text) FROM job`,
};

/** Ends a submission that waits or runs. Throws `submission_not_found` and `already_final`. */
export async function cancel(
  connection: Connection,
  tenantId: string,
  submissionId: string,
  subscriptions: Subscriptions,
): Promise<void> {
  if (!isId(submissionId)) throw new CupelError('submission_not_found', {});
  const rows = await connection.query(CANCEL, [tenantId, submissionId, subscriptions['submission.cancelled'] ?? []]);
  if (rows.length > 0) return;
  throw await whyNot(connection, tenantId, submissionId);
}

async function whyNot(connection: Connection, tenantId: string, submissionId: string): Promise<CupelError> {
  const [row] = await connection.query<{ state: SubmissionState }>(
    { text: 'SELECT state FROM submissions WHERE tenant_id = $1 AND id = $2' },
    [tenantId, submissionId],
  );
  return row ? new CupelError('already_final', { state: row.state }) : new CupelError('submission_not_found', {});
}
