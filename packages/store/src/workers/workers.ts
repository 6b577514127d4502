import type { Connection, Statement } from '../database.js';
import type { JsonObject, WorkerState } from '../schema.js';

export interface WorkerInfo {
  readonly id: string;
  readonly host: string;
  readonly version: string;
  readonly capabilities: readonly string[];
  readonly slots: number;
  readonly busy: number;
  readonly state: WorkerState;
  readonly details: JsonObject;
  readonly startedAt: Date;
  readonly heartbeatAt: Date;
  /** Seconds since its last heartbeat, on the database's clock. */
  readonly silence: number;
}

const LIST: Statement = {
  name: 'list workers',
  text: `
SELECT id, host, version, capabilities, slots, busy, state, details, started_at AS "startedAt", heartbeat_at AS "heartbeatAt",
  extract(epoch FROM now() - heartbeat_at)::float8 AS silence
FROM workers WHERE heartbeat_at > now() - make_interval(secs => $1::float8) ORDER BY started_at`,
};

/** Workers that were heard within so many seconds: 10 unless given. They serve every tenant. */
export async function listWorkers(connection: Connection, within = 10): Promise<WorkerInfo[]> {
  return connection.query<WorkerInfo>(LIST, [within]);
}

const REMOVE: Statement = { text: 'DELETE FROM workers WHERE id = $1' };

/** Signs a worker off that stops in order; its leases are to be released first. */
export async function removeWorker(connection: Connection, id: string): Promise<void> {
  await connection.query(REMOVE, [id]);
}
