import type { Connection, Database, Statement } from '../database.js';
import { applyItems, putAwayItems } from './items.js';
import { pickItems } from './pick.js';
import { PART, type Working } from './working.js';

const COLUMNS = `id, tenant_id AS "tenantId", work, work_after AS after, picking`;
const OWN: Statement = { text: `SELECT ${COLUMNS} FROM rejudges WHERE id = $1 AND work IS NOT NULL FOR UPDATE` };
const ANY: Statement = {
  text: `SELECT ${COLUMNS} FROM rejudges WHERE work IS NOT NULL ORDER BY worked_at LIMIT 1 FOR UPDATE SKIP LOCKED`,
};

const GO_ON: Statement = { text: 'UPDATE rejudges SET work_after = $2, worked_at = now() WHERE id = $1' };
const END: Statement = {
  text: `
UPDATE rejudges SET work = NULL, work_after = NULL, picking = NULL, worked_at = now(),
  state = CASE work WHEN 'apply' THEN 'applied' ELSE state END,
  finished_at = CASE work WHEN 'apply' THEN now() ELSE finished_at END
WHERE id = $1`,
};

/**
 * A bit of what is to be done of some rejudge, or of the one that is named. Returns how many submissions that were, 0 where there
 * is nothing left.
 */
export function workRejudges(database: Database, id?: string): Promise<number> {
  return database.transaction(async (connection) => {
    const [working] = await connection.query<Working>(id === undefined ? ANY : OWN, id === undefined ? [] : [id]);
    if (working === undefined) return 0;
    const passed = await PARTS[working.work](connection, working);
    const last = passed.at(-1);
    if (last === undefined || passed.length < PART) await connection.query(END, [working.id]);
    else await connection.query(GO_ON, [working.id, last]);
    await connection.notify('cupel_outbox', '');
    return Math.max(1, passed.length);
  });
}

/** Each does one part and returns the submissions that it has passed, in their order. */
const PARTS: Readonly<Record<Working['work'], (connection: Connection, working: Working) => Promise<readonly string[]>>> = {
  pick: pickItems,
  apply: applyItems,
  tidy: putAwayItems,
};

/** What was just begun of a rejudge, as far as it takes no longer than a request may; the rest goes on behind it. */
export async function workAtOnce(database: Database, id: string): Promise<void> {
  for (let part = 0; part < 3; part += 1) if ((await workRejudges(database, id)) < PART) return;
}
