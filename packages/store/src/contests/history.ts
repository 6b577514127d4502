import { CupelError } from '@cupel/domain';
import type { Connection } from '../database.js';
import { isId } from '../ids.js';
import { type Page, type PageOptions, pageOf, pageSize } from '../paging.js';
import type { SubmissionState } from '../schema.js';

export interface HistoryFilter extends PageOptions {
  readonly principalId?: string;
  readonly problemId?: string;
  readonly contestId?: string;
  /** Leaves out what was handed in to these problems, but for what came from the principal or by the key. */
  readonly secret?: { readonly problems: readonly string[]; readonly principalId?: string; readonly keyId?: string | null };
}

/** One submission to a problem, with what counts of it. */
export interface HistoryItem {
  readonly id: string;
  readonly principalId: string;
  readonly externalId: string | null;
  readonly problem: string;
  readonly contest: string | null;
  readonly language: string;
  readonly state: SubmissionState;
  readonly status: string | null;
  readonly verdict: string | null;
  readonly points: string | null;
  readonly maximum: string | null;
  readonly judgings: number;
  readonly createdAt: Date;
}

const SELECT = `
SELECT submissions.id, submissions.principal_id AS "principalId", principals.external_id AS "externalId", problems.slug AS problem,
  contests.slug AS contest, submissions.language, submissions.state, judgings.status, judgings.verdict, judgings.points,
  judgings.maximum, submissions.created_at AS "createdAt",
  (SELECT count(*) FROM judgings others WHERE others.submission_id = submissions.id AND standing IN ('current', 'superseded')) AS judgings
FROM submissions
JOIN problems ON problems.id = submissions.problem_id
JOIN principals ON principals.id = submissions.principal_id
LEFT JOIN judgings ON judgings.id = submissions.judging_id
LEFT JOIN contest_submissions entry ON entry.submission_id = submissions.id
LEFT JOIN contests ON contests.id = entry.contest_id`;

/** Newest first. Throws `cursor_bad`. */
export async function listHistory(connection: Connection, tenantId: string, filter: HistoryFilter): Promise<Page<HistoryItem>> {
  const { after } = filter;
  if (after !== undefined && !isId(after)) throw new CupelError('cursor_bad', {}, { field: 'cursor' });
  const limit = pageSize(filter);
  const wanted = [
    ['submissions.principal_id =', filter.principalId],
    ['submissions.problem_id =', filter.problemId],
    ['entry.contest_id =', filter.contestId],
    ['submissions.id <', after],
  ].flatMap(([column, value]) => (value === undefined ? [] : [{ column, value }]));
  // Only what is asked for stands in the statement, so that it is planned by the index that serves it.
  const conditions = wanted.map(({ column }, index) => ` AND ${column} $${index + 3}::uuid`);
  const { secret } = filter;
  const [problems, principal, key] = [3, 4, 5].map((place) => `$${wanted.length + place}`);
  const isSecret = `submissions.problem_id = ANY (${problems}::uuid[]) AND submissions.principal_id IS DISTINCT FROM ${principal}::uuid
    AND (${key}::uuid IS NULL OR submissions.key_id IS DISTINCT FROM ${key}::uuid)`;
  const text = `${SELECT} WHERE submissions.tenant_id = $1 AND submissions.kind = 'judge'${conditions.join('')} AND NOT (${isSecret}) ORDER BY submissions.id DESC LIMIT $2`;
  const known = [secret?.problems ?? [], secret?.principalId ?? null, secret?.keyId ?? null];
  const values = [...wanted.map(({ value }) => value), ...known];
  const rows = await connection.query<HistoryItem>({ text }, [tenantId, limit + 1, ...values]);
  return pageOf(rows, limit, ({ id }) => id);
}
