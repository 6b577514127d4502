import { CupelError } from '@cupel/domain';
import type { Connection, Database, Statement } from '../database.js';
import { brokenConstraint } from '../failures.js';
import { isId, newId } from '../ids.js';
import { storableText } from '../json.js';
import { type Page, type PageOptions, pageOf, pageSize } from '../paging.js';
import type { Contest, NewContest } from './types.js';

const COLUMNS = `id, contests.tenant_id AS "tenantId", slug, title, scoring, starts_at AS "startsAt", ends_at AS "endsAt",
  freezes_at AS "freezesAt", unfrozen_at AS "unfrozenAt", penalty_minutes AS "penaltyMinutes", visibility,
  CASE WHEN now() < starts_at THEN 'before' WHEN now() >= ends_at THEN 'over' ELSE 'running' END AS phase,
  freezes_at IS NOT NULL AND now() >= freezes_at AND unfrozen_at IS NULL AS frozen, contests.created_at AS "createdAt",
  (SELECT coalesce(jsonb_agg(jsonb_build_object('problemId', entry.problem_id, 'slug', problems.slug, 'title', problems.title,
    'label', entry.label, 'points', entry.points) ORDER BY entry.position), '[]')
   FROM contest_problems entry JOIN problems ON problems.id = entry.problem_id WHERE entry.contest_id = contests.id) AS problems`;

const INSERT: Statement = {
  text: `
WITH made AS (
  INSERT INTO contests (id, tenant_id, slug, title, scoring, starts_at, ends_at, freezes_at, penalty_minutes, visibility, created_by)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id
)
INSERT INTO boards (contest_id) SELECT id FROM made`,
};

const UPDATE: Statement = {
  text: `
UPDATE contests SET slug = $3, title = $4, scoring = $5, starts_at = $6, ends_at = $7, freezes_at = $8, penalty_minutes = $9,
  visibility = $10, updated_at = now()
WHERE tenant_id = $1 AND id = $2 RETURNING id`,
};

const CLEAR_PROBLEMS: Statement = { text: 'DELETE FROM contest_problems WHERE contest_id = $1' };
const INSERT_PROBLEMS: Statement = {
  text: `
INSERT INTO contest_problems (contest_id, tenant_id, problem_id, position, label, points)
SELECT $1, $2, problem_id, position, label, points
FROM unnest($3::uuid[], $4::text[], $5::text[]) WITH ORDINALITY AS entry (problem_id, label, points, position)`,
};

/** Every cell is to be made again: rules, times or problems are others by now. */
const REMAKE: Statement = {
  text: `
INSERT INTO outbox (consumer, topic, tenant_id, payload)
SELECT 'leaderboards', 'contest', tenant_id, jsonb_build_object('contestId', id) FROM contests WHERE tenant_id = $1 AND id = $2`,
};

/** Throws `name_taken`, and `record_not_found` where a problem is not this tenant's. */
export async function createContest(
  database: Database,
  tenantId: string,
  principalId: string,
  contest: NewContest,
): Promise<Contest> {
  const id = newId();
  await named(contest.slug, () =>
    database.transaction(async (connection) => {
      await connection.query(INSERT, [id, tenantId, ...columns(contest), principalId]);
      await insertProblems(connection, tenantId, id, contest);
    }),
  );
  return getContest(database, tenantId, id);
}

/** Replaces all that the contest is; what was submitted stays, and the board is made again. Throws as `createContest`. */
export async function updateContest(database: Database, tenantId: string, id: string, contest: NewContest): Promise<Contest> {
  await named(contest.slug, () =>
    database.transaction(async (connection) => {
      const rows = await connection.query(UPDATE, [tenantId, id, ...columns(contest)]);
      if (rows.length === 0) throw new CupelError('record_not_found', { what: 'contest' });
      await connection.query(CLEAR_PROBLEMS, [id]);
      await insertProblems(connection, tenantId, id, contest);
      await remake(connection, tenantId, id);
    }),
  );
  return getContest(database, tenantId, id);
}

function columns(contest: NewContest): unknown[] {
  const { startsAt = null, endsAt = null, freezesAt = null } = contest;
  const { slug, title, scoring, penaltyMinutes, visibility } = contest;
  return [slug, storableText(title), scoring, startsAt, endsAt, freezesAt, penaltyMinutes, visibility];
}

async function insertProblems(connection: Connection, tenantId: string, id: string, { problems }: NewContest): Promise<void> {
  await connection.query(INSERT_PROBLEMS, [
    id,
    tenantId,
    problems.map(({ problemId }) => problemId),
    problems.map(({ label }) => storableText(label)),
    problems.map(({ points }) => points ?? null),
  ]);
}

async function named(slug: string, write: () => Promise<void>): Promise<void> {
  await write().catch((error: unknown) => {
    const broken = brokenConstraint(error);
    if (broken === 'contests_tenant_id_slug_key')
      throw new CupelError('name_taken', { what: 'contest', name: slug }, { field: 'slug' });
    if (broken === 'contest_problems_tenant_id_problem_id_fkey') throw new CupelError('record_not_found', { what: 'problem' });
    throw error;
  });
}

async function remake(connection: Connection, tenantId: string, id: string): Promise<void> {
  await connection.query(REMAKE, [tenantId, id]);
  await connection.notify('cupel_outbox', '');
}

const BY_ID: Statement = {
  name: 'contest by id',
  text: `SELECT ${COLUMNS} FROM contests WHERE contests.tenant_id = $1 AND id = $2`,
};
const BY_SLUG: Statement = {
  name: 'contest by slug',
  text: `SELECT ${COLUMNS} FROM contests WHERE contests.tenant_id = $1 AND slug = $2`,
};
const PUBLIC: Statement = { text: `SELECT ${COLUMNS} FROM contests WHERE id = $1 AND visibility = 'public'` };

/** By id or slug. Throws `record_not_found`. */
export async function getContest(connection: Connection, tenantId: string, idOrSlug: string): Promise<Contest> {
  return one(await connection.query<Contest>(isId(idOrSlug) ? BY_ID : BY_SLUG, [tenantId, idOrSlug]));
}

/** For strangers, who know it by its id alone. Throws `record_not_found`. */
export async function getPublicContest(connection: Connection, id: string): Promise<Contest> {
  return one(isId(id) ? await connection.query<Contest>(PUBLIC, [id]) : []);
}

const LIST: Statement = {
  text: `
SELECT ${COLUMNS} FROM contests WHERE contests.tenant_id = $1 AND ($2::uuid IS NULL OR id < $2)
  AND ($3::uuid IS NULL OR visibility <> 'private' OR EXISTS (
    SELECT FROM contest_participants joined WHERE joined.contest_id = id AND joined.principal_id = $3))
ORDER BY id DESC LIMIT $4`,
};

/** Newest first; `principalId` leaves out private contests that it has no part in. Throws `cursor_bad`. */
export async function listContests(
  connection: Connection,
  tenantId: string,
  options: PageOptions & { readonly principalId?: string } = {},
): Promise<Page<Contest>> {
  const { after, principalId } = options;
  if (after !== undefined && !isId(after)) throw new CupelError('cursor_bad', {}, { field: 'cursor' });
  const limit = pageSize(options);
  const rows = await connection.query<Contest>(LIST, [tenantId, after ?? null, principalId ?? null, limit + 1]);
  return pageOf(rows, limit, ({ id }) => id);
}

/** What was submitted stays; the contest and its board are gone. Throws `record_not_found`. */
export async function deleteContest(connection: Connection, tenantId: string, id: string): Promise<void> {
  const text = 'DELETE FROM contests WHERE tenant_id = $1 AND id = $2 RETURNING id';
  if ((await connection.query({ text }, [tenantId, id])).length === 0)
    throw new CupelError('record_not_found', { what: 'contest' });
}

const UNFREEZE: Statement = {
  text: `UPDATE contests SET unfrozen_at = coalesce(unfrozen_at, now()), updated_at = now() WHERE tenant_id = $1 AND id = $2 RETURNING id`,
};

/** From now on everybody is shown what the jury knows. Repeating is harmless. Throws `record_not_found`. */
export async function unfreezeContest(database: Database, tenantId: string, id: string): Promise<Contest> {
  await database.transaction(async (connection) => {
    const rows = await connection.query(UNFREEZE, [tenantId, id]);
    if (rows.length === 0) throw new CupelError('record_not_found', { what: 'contest' });
    await remake(connection, tenantId, id);
  });
  return getContest(database, tenantId, id);
}

function one(rows: readonly Contest[]): Contest {
  const [row] = rows;
  if (row === undefined) throw new CupelError('record_not_found', { what: 'contest' });
  return row;
}
