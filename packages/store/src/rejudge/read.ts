import { type BoardCell, type BoardChange, CupelError, compareBoards, rankBoard } from '@cupel/domain';
import { attemptsOf, type CellKey, groupByCell } from '../boards/attempts.js';
import { liveCellOf, rulesOf, type StoredRules } from '../boards/cells.js';
import { entriesAs, entriesOf } from '../boards/publish.js';
import type { Connection, Statement } from '../database.js';
import { isId } from '../ids.js';
import { type Page, type PageOptions, pageOf, pageSize } from '../paging.js';
import type { Rejudge, RejudgeChange } from './types.js';

/** An item whose job was parked, or came to nothing, is not waited for: its old result stays. */
const SELECT = `
SELECT rejudges.id, rejudges.tenant_id AS "tenantId", selection, method, reason, rejudges.created_at AS "createdAt",
  finished_at AS "finishedAt", counts.*,
  CASE WHEN rejudges.state = 'judging' AND work = 'apply' THEN 'applying'
    WHEN rejudges.state = 'judging' AND work IS NULL AND counts.done + counts.failed = counts.total THEN 'ready'
    ELSE rejudges.state END AS state
FROM rejudges CROSS JOIN LATERAL (
  SELECT count(*) AS total, count(*) FILTER (WHERE item.recheck) AS rechecked,
    count(*) FILTER (WHERE judgings.status IN ('judged', 'compile_error') AND item.outcome IS DISTINCT FROM 'kept') AS done,
    count(*) FILTER (WHERE item.outcome = 'kept' OR judgings.status NOT IN ('judged', 'compile_error')
      OR (judgings.state = 'waiting' AND (jobs.state IS NULL OR jobs.state NOT IN ('queued', 'leased')))) AS failed
  FROM rejudge_items item
  LEFT JOIN judgings ON judgings.id = item.judging_id
  LEFT JOIN jobs ON jobs.submission_id = item.job_id
  WHERE item.rejudge_id = rejudges.id
) counts`;

const BY_ID: Statement = { text: `${SELECT} WHERE rejudges.tenant_id = $1 AND rejudges.id = $2` };

/** Throws `record_not_found`. */
export async function getRejudge(connection: Connection, tenantId: string, id: string): Promise<Rejudge> {
  const [row] = isId(id) ? await connection.query<Rejudge>(BY_ID, [tenantId, id]) : [];
  if (row === undefined) throw new CupelError('record_not_found', { what: 'rejudge' });
  return row;
}

const LIST: Statement = {
  text: `${SELECT} WHERE rejudges.tenant_id = $1 AND ($2::uuid IS NULL OR rejudges.id < $2) ORDER BY rejudges.id DESC LIMIT $3`,
};

/** Newest first. Throws `cursor_bad`. */
export async function listRejudges(connection: Connection, tenantId: string, options: PageOptions): Promise<Page<Rejudge>> {
  if (options.after !== undefined && !isId(options.after)) throw new CupelError('cursor_bad', {}, { field: 'cursor' });
  const limit = pageSize(options);
  return pageOf(await connection.query<Rejudge>(LIST, [tenantId, options.after ?? null, limit + 1]), limit, ({ id }) => id);
}

const GAINS = `(fresh.points_numeric > old.points_numeric OR (fresh.verdict = 'AC' AND old.verdict <> 'AC'))`;
const LOSES = `(fresh.points_numeric < old.points_numeric OR (fresh.verdict <> 'AC' AND old.verdict = 'AC'))`;

const CHANGES: Statement = {
  text: `
SELECT item.submission_id AS "submissionId", submissions.principal_id AS "principalId", principals.external_id AS "externalId",
  problems.slug AS problem, submissions.language, submissions.created_at AS "createdAt", old.verdict AS "oldVerdict",
  fresh.verdict AS "newVerdict", old.points AS "oldPoints", fresh.points AS "newPoints", fresh.status AS "newStatus", item.outcome,
  CASE
    WHEN fresh.status NOT IN ('judged', 'compile_error') THEN 'changes'
    WHEN ${GAINS} THEN 'gains'
    WHEN ${LOSES} THEN 'loses'
    ELSE 'changes' END AS effect
FROM rejudge_items item
JOIN judgings old ON old.id = item.old_judging_id
JOIN judgings fresh ON fresh.id = item.judging_id AND fresh.state = 'done'
JOIN submissions ON submissions.id = item.submission_id
JOIN principals ON principals.id = submissions.principal_id
JOIN problems ON problems.id = submissions.problem_id
WHERE item.rejudge_id = $1 AND (old.verdict IS DISTINCT FROM fresh.verdict OR old.points <> fresh.points OR old.status <> fresh.status)
ORDER BY item.submission_id LIMIT 1000`,
};

const EFFECTS: Statement = {
  text: `
SELECT count(*) FILTER (WHERE effect = 'gains') AS gains, count(*) FILTER (WHERE effect = 'loses') AS loses FROM (
  SELECT CASE WHEN ${GAINS} THEN 'gains' WHEN ${LOSES} THEN 'loses' END AS effect
  FROM rejudge_items item
  JOIN judgings old ON old.id = item.old_judging_id
  JOIN judgings fresh ON fresh.id = item.judging_id AND fresh.status IN ('judged', 'compile_error')
  WHERE item.rejudge_id = $1
) effects`,
};

/** How many gain and lose, of all. */
export async function countRejudgeEffects(
  connection: Connection,
  rejudgeId: string,
): Promise<{ readonly gains: number; readonly loses: number }> {
  const [row] = await connection.query<{ gains: number; loses: number }>(EFFECTS, [rejudgeId]);
  return row ?? { gains: 0, loses: 0 };
}

/** What came out otherwise than it stands, in the order in which it was submitted; a thousand at most. */
export async function listRejudgeChanges(connection: Connection, rejudgeId: string): Promise<RejudgeChange[]> {
  return connection.query<RejudgeChange>(CHANGES, [rejudgeId]);
}

const CELLS: Statement = {
  text: `
SELECT DISTINCT entry.contest_id AS "contestId", entry.principal_id AS "principalId", entry.problem_id AS "problemId"
FROM rejudge_items item JOIN contest_submissions entry USING (submission_id) WHERE item.rejudge_id = $1`,
};

export interface BoardPreview {
  readonly contestId: string;
  readonly changes: readonly BoardChange[];
}

/** How the jury's boards of the contests would change if it were applied now. */
export async function previewBoards(connection: Connection, rejudgeId: string): Promise<BoardPreview[]> {
  const cells = await connection.query<CellKey>(CELLS, [rejudgeId]);
  const contests = [...new Set(cells.map(({ contestId }) => contestId))];
  const previews: BoardPreview[] = [];
  for (const contestId of contests) {
    const own = cells.filter((cell) => cell.contestId === contestId);
    previews.push({ contestId, changes: await preview(connection, contestId, own, rejudgeId) });
  }
  return previews;
}

async function preview(connection: Connection, contestId: string, keys: readonly CellKey[], rejudgeId: string) {
  const rules = (await rulesOf(connection, [contestId])).get(contestId);
  if (rules === undefined) return [];
  const before = entriesAs(await entriesOf(connection, contestId), 'live');
  const changed = await changedCells(connection, keys, rejudgeId, rules);
  const after = before.map((entry) => ({ ...entry, cells: { ...entry.cells, ...changed.get(entry.participant) } }));
  return compareBoards(rankBoard(before, rules.scoring), rankBoard(after, rules.scoring));
}

/** Cells at once: each is made of all its attempts, and of very many not all are held in memory. */
const CHUNK = 100;

/** By participant, the cells of his that something was judged again of, by problem. */
async function changedCells(connection: Connection, keys: readonly CellKey[], rejudgeId: string, rules: StoredRules) {
  const changed = new Map<string, Record<string, BoardCell>>();
  for (let start = 0; start < keys.length; start += CHUNK) {
    const attempts = await attemptsOf(connection, keys.slice(start, start + CHUNK), rejudgeId);
    for (const own of groupByCell(attempts).values()) {
      const [first] = own;
      if (first === undefined) continue;
      const { principalId, problemId } = first;
      changed.set(principalId, { ...changed.get(principalId), [problemId]: liveCellOf(own, rules) });
    }
  }
  return changed;
}
