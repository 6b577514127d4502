import { CupelError } from '@cupel/domain';
import type { Connection } from '../database.js';
import { isId } from '../ids.js';
import { type Page, type PageOptions, pageOf, pageSize } from '../paging.js';
import { type Lane, laneNumber, laneOf } from '../queue/types.js';
import type { SubmissionState } from '../schema.js';

export interface SubmissionFilter extends PageOptions {
  readonly states?: readonly SubmissionState[];
  readonly verdicts?: readonly string[];
  readonly languages?: readonly string[];
  readonly lane?: Lane;
  readonly kind?: string;
  readonly batchId?: string;
  readonly keyId?: string;
  readonly principalId?: string;
  readonly reference?: string;
  /** Id of a problem. */
  readonly problemId?: string;
  /** Leaves out what was handed in to these problems, but for what came from the principal or by the key. */
  readonly secret?: { readonly problems: readonly string[]; readonly principalId?: string; readonly keyId?: string | null };
  readonly from?: Date;
  /** Not included. */
  readonly to?: Date;
}

export interface SubmissionSummary {
  readonly id: string;
  readonly principalId: string;
  readonly keyId: string | null;
  readonly batchId: string | null;
  readonly reference: string | null;
  readonly kind: string;
  readonly problemId: string | null;
  readonly lane: Lane;
  readonly language: string;
  readonly state: SubmissionState;
  readonly verdict: string | null;
  readonly cause: string | null;
  readonly cpuTime: number | null;
  readonly wallTime: number | null;
  readonly memoryPeak: number | null;
  readonly createdAt: Date;
  readonly completedAt: Date | null;
}

/** Newest first. Throws `cursor_bad`. */
export async function listSubmissions(
  connection: Connection,
  tenantId: string,
  filter: SubmissionFilter = {},
): Promise<Page<SubmissionSummary>> {
  const limit = pageSize(filter);
  let query = connection.kysely
    .selectFrom('submissions')
    .select(['id', 'principal_id', 'key_id', 'batch_id', 'reference', 'kind', 'lane', 'language', 'state', 'verdict', 'cause'])
    .select(['cpu_time', 'wall_time', 'memory_peak', 'created_at', 'completed_at', 'problem_id'])
    .where('tenant_id', '=', tenantId)
    .orderBy('id', 'desc')
    .limit(limit + 1);
  if (filter.after !== undefined) query = query.where('id', '<', cursorId(filter.after));
  if (filter.states) query = query.where('state', 'in', [...filter.states]);
  if (filter.verdicts) query = query.where('verdict', 'in', [...filter.verdicts]);
  if (filter.languages) query = query.where('language', 'in', [...filter.languages]);
  if (filter.lane) query = query.where('lane', '=', laneNumber(filter.lane));
  // What is judged again beside the old results is no submission of anybody's, and neither is the verifying of a problem.
  query =
    filter.kind === undefined ? query.where('kind', 'not in', ['rejudge', 'verify']) : query.where('kind', '=', filter.kind);
  if (filter.reference !== undefined) query = query.where('reference', '=', filter.reference);
  if (filter.from) query = query.where('created_at', '>=', filter.from);
  if (filter.to) query = query.where('created_at', '<', filter.to);
  const { secret } = filter;
  if (secret !== undefined && secret.problems.length > 0)
    query = query.where(({ or, eb }) =>
      or([
        eb('problem_id', 'is', null),
        eb('problem_id', 'not in', [...secret.problems]),
        ...(secret.principalId === undefined ? [] : [eb('principal_id', '=', secret.principalId)]),
        ...(secret.keyId ? [eb('key_id', '=', secret.keyId)] : []),
      ]),
    );
  for (const [column, id] of [
    ['batch_id', filter.batchId],
    ['key_id', filter.keyId],
    ['principal_id', filter.principalId],
    ['problem_id', filter.problemId],
  ] as const) {
    // What is no id names nothing, so nothing is found.
    if (id !== undefined) query = isId(id) ? query.where(column, '=', id) : query.where('id', 'is', null);
  }
  const rows = await query.execute();
  return pageOf(rows.map(summaryOf), limit, ({ id }) => id);
}

type Row = {
  [Name in 'principal_id' | 'kind' | 'language' | 'id']: string;
} & { [Name in 'key_id' | 'batch_id' | 'reference' | 'verdict' | 'cause' | 'problem_id']: string | null } & {
  [Name in 'cpu_time' | 'wall_time' | 'memory_peak']: number | null;
} & { readonly lane: number; readonly state: SubmissionState; readonly created_at: Date; readonly completed_at: Date | null };

function summaryOf(row: Row): SubmissionSummary {
  return {
    id: row.id,
    principalId: row.principal_id,
    keyId: row.key_id,
    batchId: row.batch_id,
    reference: row.reference,
    kind: row.kind,
    problemId: row.problem_id,
    lane: laneOf(row.lane),
    language: row.language,
    state: row.state,
    verdict: row.verdict,
    cause: row.cause,
    cpuTime: row.cpu_time,
    wallTime: row.wall_time,
    memoryPeak: row.memory_peak,
    createdAt: row.created_at,
    completedAt: row.completed_at,
  };
}

function cursorId(cursor: string): string {
  if (!isId(cursor)) throw new CupelError('cursor_bad', {}, { field: 'cursor' });
  return cursor;
}
