import type { Connection, Statement } from './database.js';
import { jsonText } from './json.js';

const FIND: Statement = { text: 'SELECT value FROM settings WHERE name = $1' };
const SET: Statement = {
  text: `INSERT INTO settings (name, value) VALUES ($1, $2::jsonb)
ON CONFLICT (name) DO UPDATE SET value = excluded.value, updated_at = now()`,
};
const ENSURE: Statement = {
  text: `
WITH made AS (INSERT INTO settings (name, value) VALUES ($1, $2::jsonb) ON CONFLICT (name) DO NOTHING RETURNING value)
SELECT value FROM made UNION ALL SELECT value FROM settings WHERE name = $1 LIMIT 1`,
};

/** What was kept under a name; its shape is for the reader to check. */
export async function findSetting(connection: Connection, name: string): Promise<unknown> {
  const [row] = await connection.query<{ value: unknown }>(FIND, [name]);
  return row?.value;
}

export async function setSetting(connection: Connection, name: string, value: unknown): Promise<void> {
  await connection.query(SET, [name, jsonText(value)]);
}

/** The value kept under a name, or this one, which is kept then: one value for all processes that ask. */
export async function ensureSetting(connection: Connection, name: string, value: unknown): Promise<unknown> {
  const [row] = await connection.query<{ value: unknown }>(ENSURE, [name, jsonText(value)]);
  // Another process kept its own between the statement's snapshot and its insert.
  return row ? row.value : findSetting(connection, name);
}
