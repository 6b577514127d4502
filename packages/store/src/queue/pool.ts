import type { Connection, Statement } from '../database.js';

const COUNT: Statement = {
  name: 'count pool',
  text: `
SELECT count(*)::int AS jobs FROM jobs
WHERE state IN ('queued', 'leased') AND tenant_id = $1 AND flow_id = $2 AND requires @> ARRAY[$3::text]`,
};

/** How many jobs of a pool wait or run for one key, or for one principal without a key. */
export async function countInPool(connection: Connection, tenantId: string, flowId: string, pool: string): Promise<number> {
  const [row] = await connection.query<{ jobs: number }>(COUNT, [tenantId, flowId, pool]);
  return row?.jobs ?? 0;
}
