import type { Connection, Statement } from '../database.js';

/** CPU µs used by a flow: a key, or a principal that used none. */
export interface CpuCharge {
  readonly tenantId: string;
  readonly flowId: string;
  readonly cpuTime: number;
}

const CHARGE: Statement = {
  name: 'charge cpu',
  text: `
INSERT INTO cpu_usage (tenant_id, flow_id, hour, cpu_time, runs)
SELECT tenant_id, flow_id, date_trunc('hour', now(), 'UTC'), sum(cpu_time)::bigint, count(*)
FROM unnest($1::uuid[], $2::uuid[], $3::bigint[]) AS charge (tenant_id, flow_id, cpu_time)
GROUP BY tenant_id, flow_id ORDER BY tenant_id, flow_id
ON CONFLICT (tenant_id, flow_id, hour) DO UPDATE
SET cpu_time = cpu_usage.cpu_time + excluded.cpu_time, runs = cpu_usage.runs + excluded.runs`,
};

/** Charges what was used to the present hour. */
export async function chargeCpu(connection: Connection, charges: readonly CpuCharge[]): Promise<void> {
  if (charges.length === 0) return;
  await connection.query(CHARGE, [
    charges.map(({ tenantId }) => tenantId),
    charges.map(({ flowId }) => flowId),
    charges.map(({ cpuTime }) => cpuTime),
  ]);
}

const USED: Statement = {
  name: 'cpu used',
  text: `
SELECT coalesce((SELECT cpu_time FROM cpu_usage WHERE tenant_id = $1 AND flow_id = $2 AND hour = date_trunc('hour', now(), 'UTC')), 0) AS "cpuTime",
  extract(epoch FROM date_trunc('hour', now(), 'UTC') + interval '1 hour' - now())::float8 AS reset`,
};

/** CPU µs used in the present hour, and seconds until the next one begins. */
export async function cpuUsed(
  connection: Connection,
  tenantId: string,
  flowId: string,
): Promise<{ readonly cpuTime: number; readonly reset: number }> {
  const [row] = await connection.query<{ cpuTime: number; reset: number }>(USED, [tenantId, flowId]);
  return row ?? { cpuTime: 0, reset: 3600 };
}
