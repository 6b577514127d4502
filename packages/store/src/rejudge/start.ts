import type { Connection, Database, Statement } from '../database.js';
import { newId } from '../ids.js';
import { jsonText, storableText } from '../json.js';
import type { JsonObject } from '../schema.js';
import type { RejudgeMethod, RejudgeSelection, VersionPair } from './types.js';

export interface NewRejudge {
  readonly tenantId: string;
  readonly principalId: string;
  readonly selection: RejudgeSelection;
  /** The selection in the words of whoever made it. */
  readonly told: JsonObject;
  readonly method: RejudgeMethod;
  readonly reason: string;
}

/** Judged submissions alone: what still waits will be judged by what counts then. */
const PICKED = `
FROM submissions
JOIN judgings ON judgings.id = submissions.judging_id AND judgings.state = 'done'
JOIN problems ON problems.id = submissions.problem_id AND problems.current_version IS NOT NULL
WHERE submissions.tenant_id = $1 AND submissions.kind = 'judge'
  AND ($2::uuid IS NULL OR submissions.problem_id = $2) AND ($3::uuid IS NULL OR submissions.id = $3)
  AND ($4::text[] IS NULL OR submissions.language = ANY ($4)) AND ($5::text[] IS NULL OR judgings.verdict = ANY ($5))
  AND ($6::uuid IS NULL OR EXISTS (
    SELECT FROM contest_submissions entry WHERE entry.submission_id = submissions.id AND entry.contest_id = $6))`;

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
  text: `INSERT INTO rejudges (id, tenant_id, selection, method, reason, created_by) VALUES ($1, $2, $3, $4, $5, $6)`,
};

const INSERT_ITEMS: Statement = {
  text: `
INSERT INTO rejudge_items (rejudge_id, submission_id, old_judging_id, version_id, recheck)
SELECT $7, submissions.id, judgings.id, problems.current_version,
  EXISTS (SELECT FROM unnest($8::uuid[], $9::uuid[]) AS pair (one, other)
    WHERE pair.one = judgings.version_id AND pair.other = problems.current_version)
${PICKED} RETURNING submission_id`,
};

/**
 * Picks what is to be judged again; `issueRejudges` hands it to the queue bit by bit. `rechecked` are the pairs of versions between
 * which the checkers alone differ. Returns undefined where nothing was picked.
 */
export async function startRejudge(
  database: Database,
  rejudge: NewRejudge,
  rechecked: readonly VersionPair[],
): Promise<string | undefined> {
  const { tenantId, principalId, selection, told, method, reason } = rejudge;
  const id = newId();
  return database.transaction(async (connection) => {
    await connection.query(INSERT, [id, tenantId, jsonText(told), method, storableText(reason), principalId]);
    const [from, to] = [rechecked.map((pair) => pair.from), rechecked.map((pair) => pair.to)];
    const items = await connection.query(INSERT_ITEMS, [...conditions(tenantId, selection), id, from, to]);
    if (items.length > 0) {
      await connection.notify('cupel_outbox', '');
      return id;
    }
    await connection.query({ text: 'DELETE FROM rejudges WHERE id = $1' }, [id]);
    return undefined;
  });
}

function conditions(tenantId: string, selection: RejudgeSelection): unknown[] {
  const { problemId = null, submissionId = null, languages = null, verdicts = null, contestId = null } = selection;
  return [tenantId, problemId, submissionId, languages, verdicts, contestId];
}
