import type { Connection, Statement } from '../database.js';

export interface ApiProcess {
  readonly id: string;
  /** The name of the machine that it runs on. */
  readonly host: string;
  /** Where workers reach it, as in `http://10.0.0.5:4096`. */
  readonly url: string;
}

/** Only the first word of a process wakes the workers: a NOTIFY with every heartbeat would tell them nothing. */
const ANNOUNCE: Statement = {
  name: 'announce api process',
  text: `
WITH gone AS (
  DELETE FROM api_processes WHERE id <> $1 AND (heartbeat_at < now() - interval '1 minute' OR host = $2 AND url = $3)
), told AS (
  INSERT INTO api_processes (id, host, url) VALUES ($1, $2, $3)
  ON CONFLICT (id) DO UPDATE SET url = excluded.url, heartbeat_at = now()
  RETURNING xmax = 0 AS first
)
SELECT pg_notify('cupel_api', $1) FROM told WHERE first`,
};

/** Says that an API process lives, and forgets its predecessor at that address, and those silent for a minute. */
export async function announceApiProcess(connection: Connection, { id, host, url }: ApiProcess): Promise<void> {
  await connection.query(ANNOUNCE, [id, host, url]);
}

const LIST: Statement = {
  name: 'list api processes',
  text: `SELECT id, host, url FROM api_processes WHERE heartbeat_at > now() - make_interval(secs => $1::float8) ORDER BY started_at`,
};

/** API processes that were heard within so many seconds: 10 unless given. */
export async function listApiProcesses(connection: Connection, within = 10): Promise<ApiProcess[]> {
  return connection.query<ApiProcess>(LIST, [within]);
}

const REMOVE: Statement = { text: 'DELETE FROM api_processes WHERE id = $1' };

/** Signs off one that stops in order. */
export async function removeApiProcess(connection: Connection, id: string): Promise<void> {
  await connection.query(REMOVE, [id]);
}
