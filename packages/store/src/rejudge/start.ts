import type { Connection, Database, Statement } from '../database.js';
import { newId } from '../ids.js';
import { jsonText, storableText } from '../json.js';
import type { JsonObject } from '../schema.js';
import { conditions, PICKED, type Picking } from './pick.js';
import type { RejudgeMethod, RejudgeSelection, VersionPair } from './types.js';
import { workAtOnce } from './work.js';

export interface NewRejudge {
  readonly tenantId: string;
  readonly principalId: string;
  readonly selection: RejudgeSelection;
  /** The selection in the words of whoever made it. */
  readonly told: JsonObject;
  readonly method: RejudgeMethod;
  readonly reason: string;
}

const PAIRS: Statement = {
  text: `SELECT DISTINCT judgings.version_id AS "from", problems.current_version AS "to" ${PICKED}`,
};

/** By which versions the picked were judged, and will be. */
export async function listVersionPairs(
  connection: Connection,
  tenantId: string,
  selection: RejudgeSelection,
): Promise<VersionPair[]> {
  return connection.query<VersionPair>(PAIRS, conditions(tenantId, selection));
}

const INSERT: Statement = {
  text: `
INSERT INTO rejudges (id, tenant_id, selection, method, reason, created_by, work, picking) VALUES ($1, $2, $3, $4, $5, $6, 'pick', $7)`,
};
const NOTHING: Statement = {
  text: `
DELETE FROM rejudges WHERE id = $1 AND work IS NULL AND NOT EXISTS (SELECT FROM rejudge_items WHERE rejudge_id = $1) RETURNING id`,
};

/**
 * Picks what is to be judged again; of very many it goes on after this has answered. `issueRejudges` hands it to the queue bit by
 * bit. `rechecked` are the pairs of versions between which the checkers alone differ. Returns undefined where nothing was picked.
 */
export async function startRejudge(
  database: Database,
  rejudge: NewRejudge,
  rechecked: readonly VersionPair[],
): Promise<string | undefined> {
  const { tenantId, principalId, selection, told, method, reason } = rejudge;
  const id = newId();
  const picking: Picking = { selection, rechecked };
  await database.query(INSERT, [id, tenantId, jsonText(told), method, storableText(reason), principalId, jsonText(picking)]);
  await workAtOnce(database, id);
  const gone = await database.query(NOTHING, [id]);
  return gone.length > 0 ? undefined : id;
}
