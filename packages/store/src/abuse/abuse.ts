import { CupelError } from '@cupel/domain';
import type { Connection, Statement } from '../database.js';
import { isId, newId } from '../ids.js';
import { jsonText } from '../json.js';
import { type Page, type PageOptions, pageOf, pageSize } from '../paging.js';
import type { JsonObject } from '../schema.js';

export interface AbuseReport {
  readonly tenantId: string;
  /** The key, or the principal where no key was used. */
  readonly flowId: string;
  /** As in `fork_bomb`, `forbidden_call`, `flood`. */
  readonly kind: string;
  /** How much it counts towards the threshold; 1 unless given. */
  readonly weight?: number;
  readonly submissionId?: string;
  readonly details: JsonObject;
}

export interface AbusePolicy {
  /** Seconds within which weights add up. */
  readonly window: number;
  readonly threshold: number;
  /** Seconds for which the flow is refused. */
  readonly coolDown: number;
}

export interface CoolDown {
  readonly until: Date;
  readonly reason: string;
  /** Seconds left, on the database's clock. */
  readonly remaining: number;
}

/** The sum cannot see the row that is being written, so its weight is added when it was new. */
const REPORT: Statement = {
  text: `
WITH noted AS (
  INSERT INTO abuse_events (id, tenant_id, flow_id, kind, weight, submission_id, details)
  VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb) ON CONFLICT DO NOTHING RETURNING weight
), total AS (
  SELECT coalesce((SELECT weight FROM noted), 0) + coalesce(sum(weight), 0)::int AS weight FROM abuse_events
  WHERE tenant_id = $2 AND flow_id = $3 AND at > now() - make_interval(secs => $8::float8)
), cooled AS (
  INSERT INTO cool_downs (tenant_id, flow_id, until, reason)
  SELECT $2, $3, now() + make_interval(secs => $10::float8), $4 FROM total WHERE weight >= $9::int AND EXISTS (SELECT FROM noted)
  ON CONFLICT (tenant_id, flow_id) DO UPDATE SET until = greatest(cool_downs.until, excluded.until), reason = excluded.reason
  RETURNING until
)
SELECT total.weight, cooled.until FROM total LEFT JOIN cooled ON true`,
};

/**
 * Notes abuse once for each submission and kind, and past the threshold begins or prolongs a cool-down. Returns what
 * has added up, and until when the flow is refused where this report has brought that about.
 */
export async function reportAbuse(
  connection: Connection,
  report: AbuseReport,
  policy: AbusePolicy,
): Promise<{ readonly weight: number; readonly cooledUntil?: Date }> {
  const [row] = await connection.query<{ weight: number; until: Date | null }>(REPORT, [
    newId(),
    report.tenantId,
    report.flowId,
    report.kind,
    report.weight ?? 1,
    report.submissionId ?? null,
    jsonText(report.details),
    policy.window,
    policy.threshold,
    policy.coolDown,
  ]);
  return { weight: row?.weight ?? 0, ...(row?.until && { cooledUntil: row.until }) };
}

const FIND: Statement = {
  name: 'find cool-down',
  text: `
SELECT until, reason, extract(epoch FROM until - now())::float8 AS remaining FROM cool_downs
WHERE tenant_id = $1 AND flow_id = $2 AND until > now()`,
};

/** Whether a flow is being refused at present. */
export async function findCoolDown(connection: Connection, tenantId: string, flowId: string): Promise<CoolDown | undefined> {
  const [row] = await connection.query<CoolDown>(FIND, [tenantId, flowId]);
  return row;
}

const LIST_COOL_DOWNS: Statement = {
  text: `
SELECT flow_id AS "flowId", until, reason, started_at AS "startedAt", extract(epoch FROM until - now())::float8 AS remaining
FROM cool_downs WHERE tenant_id = $1 AND until > now() AND ($2::uuid IS NULL OR flow_id > $2) ORDER BY flow_id LIMIT $3`,
};

/** Who is being refused at present, by their ids. Throws `cursor_bad`. */
export async function listCoolDowns(
  connection: Connection,
  tenantId: string,
  options: PageOptions = {},
): Promise<Page<CoolDown & { readonly flowId: string; readonly startedAt: Date }>> {
  const limit = pageSize(options);
  if (options.after !== undefined && !isId(options.after)) throw new CupelError('cursor_bad', {}, { field: 'cursor' });
  const rows = await connection.query<CoolDown & { readonly flowId: string; readonly startedAt: Date }>(LIST_COOL_DOWNS, [
    tenantId,
    options.after ?? null,
    limit + 1,
  ]);
  return pageOf(rows, limit, ({ flowId }) => flowId);
}

const LIFT: Statement = { text: 'DELETE FROM cool_downs WHERE tenant_id = $1 AND flow_id = $2 RETURNING flow_id' };

/** Throws `record_not_found`. */
export async function liftCoolDown(connection: Connection, tenantId: string, flowId: string): Promise<void> {
  const rows = isId(flowId) ? await connection.query(LIFT, [tenantId, flowId]) : [];
  if (rows.length === 0) throw new CupelError('record_not_found', { what: 'cool-down' });
}

export interface AbuseEvent {
  readonly id: string;
  readonly flowId: string;
  readonly kind: string;
  readonly weight: number;
  readonly submissionId: string | null;
  readonly details: JsonObject;
  readonly at: Date;
}

const LIST: Statement = {
  text: `
SELECT id, flow_id AS "flowId", kind, weight, submission_id AS "submissionId", details, at FROM abuse_events
WHERE tenant_id = $1 AND ($2::uuid IS NULL OR flow_id = $2) AND ($3::uuid IS NULL OR id < $3) ORDER BY id DESC LIMIT $4`,
};

/** Newest first. Throws `cursor_bad`. */
export async function listAbuse(
  connection: Connection,
  tenantId: string,
  options: PageOptions & { readonly flowId?: string } = {},
): Promise<Page<AbuseEvent>> {
  const limit = pageSize(options);
  if (options.after !== undefined && !isId(options.after)) throw new CupelError('cursor_bad', {}, { field: 'cursor' });
  if (options.flowId !== undefined && !isId(options.flowId)) return { items: [] };
  const rows = await connection.query<AbuseEvent>(LIST, [tenantId, options.flowId ?? null, options.after ?? null, limit + 1]);
  return pageOf(rows, limit, ({ id }) => id);
}
