import type { Connection, Statement } from '../database.js';
import { jsonText } from '../json.js';

/** What the doctor of a machine found; its report is as the worker wrote it. */
export interface Examination {
  readonly host: string;
  readonly at: Date;
  readonly report: unknown;
}

const PREFIX = 'doctor.';

const KEEP: Statement = {
  text: `
WITH gone AS (DELETE FROM settings WHERE starts_with(name, '${PREFIX}') AND name <> $1 AND updated_at < now() - interval '30 days')
INSERT INTO settings (name, value) VALUES ($1, $2::jsonb)
ON CONFLICT (name) DO UPDATE SET value = excluded.value, updated_at = now()`,
};

/** Keeps a machine's newest report, and forgets those of machines that have not reported for 30 days. */
export async function keepExamination(connection: Connection, host: string, report: unknown): Promise<void> {
  await connection.query(KEEP, [PREFIX + host, jsonText(report)]);
}

const LIST: Statement = {
  text: `
SELECT substr(name, ${PREFIX.length + 1}) AS host, updated_at AS at, value AS report
FROM settings WHERE starts_with(name, '${PREFIX}') ORDER BY name`,
};

export async function listExaminations(connection: Connection): Promise<Examination[]> {
  return connection.query<Examination>(LIST, []);
}

const ASK: Statement = { text: `SELECT pg_notify('cupel_doctor', '')` };

/** Asks every worker to examine its machine. */
export async function askForExaminations(connection: Connection): Promise<void> {
  await connection.query(ASK, []);
}
