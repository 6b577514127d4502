import { CupelError } from '@cupel/domain';
import type { Connection, Statement } from '../database.js';
import { brokenConstraint } from '../failures.js';
import { isId, newId } from '../ids.js';
import { storableText } from '../json.js';
import { type Page, type PageOptions, pageOf, pageSize } from '../paging.js';
import type { ProblemState } from '../schema.js';

export interface StoredProblem {
  readonly id: string;
  readonly tenantId: string;
  readonly slug: string;
  readonly title: string;
  readonly state: ProblemState;
  /** By which submissions are judged. */
  readonly currentVersion: string | null;
  /** How many versions were made. */
  readonly versions: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const COLUMNS = `id, tenant_id AS "tenantId", slug, title, state, current_version AS "currentVersion", versions,
  created_at AS "createdAt", updated_at AS "updatedAt"`;

const CREATE: Statement = {
  text: `INSERT INTO problems (id, tenant_id, slug, title, created_by) VALUES ($1, $2, $3, $4, $5) RETURNING ${COLUMNS}`,
};

/** A draft without versions. `slug` is lower-case letters, digits, `.`, `_` and `-`. Throws `name_taken`. */
export async function createProblem(
  connection: Connection,
  problem: { readonly tenantId: string; readonly principalId: string; readonly slug: string; readonly title: string },
): Promise<StoredProblem> {
  const { tenantId, principalId, slug, title } = problem;
  const rows = await connection
    .query<StoredProblem>(CREATE, [newId(), tenantId, slug, storableText(title), principalId])
    .catch((error: unknown) => {
      if (brokenConstraint(error) === 'problems_tenant_id_slug_key')
        throw new CupelError('name_taken', { what: 'problem', name: slug }, { field: 'slug' });
      throw error;
    });
  return one(rows);
}

const BY_ID: Statement = { name: 'problem by id', text: `SELECT ${COLUMNS} FROM problems WHERE tenant_id = $1 AND id = $2` };
const BY_SLUG: Statement = {
  name: 'problem by slug',
  text: `SELECT ${COLUMNS} FROM problems WHERE tenant_id = $1 AND slug = $2`,
};

/** By id or slug. Throws `record_not_found`. */
export async function getProblem(connection: Connection, tenantId: string, idOrSlug: string): Promise<StoredProblem> {
  return one(await connection.query<StoredProblem>(isId(idOrSlug) ? BY_ID : BY_SLUG, [tenantId, idOrSlug]));
}

/** In the order of their slugs; all states unless some are named; `except` are ids. */
export async function listProblems(
  connection: Connection,
  tenantId: string,
  options: PageOptions & { readonly states?: readonly ProblemState[]; readonly except?: readonly string[] } = {},
): Promise<Page<StoredProblem>> {
  const limit = pageSize(options);
  const text = `SELECT ${COLUMNS} FROM problems WHERE tenant_id = $1 AND state = ANY ($2::text[]) AND slug > $3
  AND NOT id = ANY ($5::uuid[]) ORDER BY slug LIMIT $4`;
  const states = options.states ?? ['draft', 'published', 'archived'];
  const rows = await connection.query<StoredProblem>({ text }, [
    tenantId,
    states,
    options.after ?? '',
    limit + 1,
    options.except ?? [],
  ]);
  return pageOf(rows, limit, ({ slug }) => slug);
}

const ARCHIVE: Statement = {
  text: `UPDATE problems SET state = 'archived', updated_at = now()
WHERE tenant_id = $1 AND id = $2 AND current_version IS NOT NULL RETURNING ${COLUMNS}`,
};

/** Takes no submissions any more; what was judged stays readable. Throws `problem_not_published` for a draft. */
export async function archiveProblem(connection: Connection, tenantId: string, id: string): Promise<StoredProblem> {
  const rows = await connection.query<StoredProblem>(ARCHIVE, [tenantId, id]);
  if (rows.length === 0) throw new CupelError('problem_not_published', { problem: id });
  return one(rows);
}

function one(rows: readonly StoredProblem[]): StoredProblem {
  const [row] = rows;
  if (row === undefined) throw new CupelError('record_not_found', { what: 'problem' });
  return row;
}
