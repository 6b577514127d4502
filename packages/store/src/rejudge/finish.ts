import { CupelError } from '@cupel/domain';
import type { Connection, Database, Statement } from '../database.js';
import { getRejudge } from './read.js';
import type { Rejudge } from './types.js';
import { workAtOnce } from './work.js';

const LOCK: Statement = {
  text: `SELECT state, work FROM rejudges WHERE tenant_id = $1 AND id = $2 FOR UPDATE`,
};
const APPLY: Statement = { text: `UPDATE rejudges SET work = 'apply', work_after = NULL, worked_at = now() WHERE id = $1` };
const DROP: Statement = {
  text: `
UPDATE rejudges SET state = 'dropped', finished_at = now(), work = 'tidy', work_after = NULL, picking = NULL, worked_at = now()
WHERE id = $1`,
};

/**
 * What was judged again counts from now on; what counted before stays readable as superseded. Of very many it goes on after this
 * has answered (`applying`), and boards stand still until it has ended. Throws `record_not_found`, `rejudge_not_ready`,
 * `rejudge_final`.
 */
export async function applyRejudge(database: Database, tenantId: string, id: string): Promise<Rejudge> {
  await database.transaction(async (connection) => {
    await lock(connection, tenantId, id);
    const { state, total, done, failed } = await getRejudge(connection, tenantId, id);
    if (state !== 'ready') throw new CupelError('rejudge_not_ready', { left: total - done - failed, total });
    await connection.query(APPLY, [id]);
  });
  await workAtOnce(database, id);
  return getRejudge(database, tenantId, id);
}

/** Everything stays as it was; what still waits is not judged. Throws `record_not_found`, `rejudge_final`. */
export async function dropRejudge(database: Database, tenantId: string, id: string): Promise<Rejudge> {
  await database.transaction(async (connection) => {
    await lock(connection, tenantId, id);
    await connection.query(DROP, [id]);
  });
  await workAtOnce(database, id);
  return getRejudge(database, tenantId, id);
}

async function lock(connection: Connection, tenantId: string, id: string): Promise<void> {
  await getRejudge(connection, tenantId, id);
  const [row] = await connection.query<{ state: string; work: string | null }>(LOCK, [tenantId, id]);
  if (row?.state !== 'judging') throw new CupelError('rejudge_final', { state: row?.state ?? 'dropped' });
  if (row.work === 'apply') throw new CupelError('rejudge_final', { state: 'applying' });
}
