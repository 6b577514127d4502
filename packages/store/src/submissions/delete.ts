import { CupelError } from '@cupel/domain';
import type { Connection, Statement } from '../database.js';
import { isId } from '../ids.js';

const DELETE: Statement = {
  text: `
WITH gone AS (DELETE FROM submissions WHERE tenant_id = $1 AND id = $2 RETURNING id)
SELECT pg_notify('cupel_cancel', id::text) FROM gone`,
};

/**
 * Deletes a submission and all that belongs to it. One that runs loses its job, and with it its worker the lease: no
 * result can come back. Its idempotency key stays taken. Throws `submission_not_found`.
 */
export async function deleteSubmission(connection: Connection, tenantId: string, id: string): Promise<void> {
  const rows = isId(id) ? await connection.query(DELETE, [tenantId, id]) : [];
  if (rows.length === 0) throw new CupelError('submission_not_found', {});
}
