import type { Connection, Statement } from '../database.js';
import { isId } from '../ids.js';
import type { SubmissionState } from '../schema.js';

const COUNT: Statement = {
  text: 'SELECT state, count(*) AS submissions FROM submissions WHERE tenant_id = $1 AND batch_id = $2 GROUP BY state',
};

/** How many submissions of a batch are in each state; all zero where there is no such batch. */
export async function countBatch(
  connection: Connection,
  tenantId: string,
  batchId: string,
): Promise<Readonly<Record<SubmissionState, number>>> {
  const counts = { queued: 0, running: 0, completed: 0, cancelled: 0, failed: 0 };
  if (!isId(batchId)) return counts;
  const rows = await connection.query<{ state: SubmissionState; submissions: number }>(COUNT, [tenantId, batchId]);
  for (const { state, submissions } of rows) counts[state] = submissions;
  return counts;
}
