import { CupelError } from '@cupel/domain';
import type { Connection, Statement } from '../database.js';
import { isId } from '../ids.js';
import { COUNT_SERVED } from './enqueue-sql.js';
import { LANES, type Lane, laneOf } from './types.js';

export interface LaneDepth {
  readonly lane: Lane;
  readonly queued: number;
  readonly leased: number;
  /** Seconds that the longest waiting job has waited. */
  readonly lag: number;
}

export interface QueueDepth {
  readonly lanes: readonly LaneDepth[];
  readonly queued: number;
  readonly leased: number;
  readonly lag: number;
  /** Parked, over all tenants. */
  readonly dead: number;
  readonly quarantined: number;
  /** Jobs that ended within the last minute. */
  readonly servedLastMinute: number;
}

const DEPTH: Statement = {
  name: 'queue depth',
  text: `
SELECT lane, state, count(*) AS jobs,
  coalesce(extract(epoch FROM now() - min(queued_at) FILTER (WHERE state = 'queued')), 0)::float8 AS lag
FROM jobs WHERE state IN ('queued', 'leased') GROUP BY lane, state
UNION ALL
SELECT 0, state, count(*), 0 FROM jobs WHERE state IN ('dead', 'quarantined') GROUP BY state`,
};

/** The whole queue, over all tenants: what the operator and the metrics see. */
export async function queueDepth(connection: Connection): Promise<QueueDepth> {
  const [rows, served] = await Promise.all([
    connection.query<DepthRow>(DEPTH),
    connection.query<{ served: number }>(COUNT_SERVED),
  ]);
  const count = (state: string, lane?: Lane) =>
    rows
      .filter((row) => row.state === state && (lane === undefined || laneOf(row.lane) === lane))
      .reduce((sum, { jobs }) => sum + jobs, 0);
  const lag = (lane?: Lane) =>
    Math.max(0, ...rows.filter((row) => lane === undefined || laneOf(row.lane) === lane).map((row) => row.lag));
  return {
    lanes: LANES.map((lane) => ({ lane, queued: count('queued', lane), leased: count('leased', lane), lag: lag(lane) })),
    queued: count('queued'),
    leased: count('leased'),
    lag: lag(),
    dead: count('dead'),
    quarantined: count('quarantined'),
    servedLastMinute: served[0]?.served ?? 0,
  };
}

interface DepthRow {
  readonly lane: number;
  readonly state: string;
  readonly jobs: number;
  readonly lag: number;
}

const POSITION: Statement = {
  name: 'queue position',
  text: `
SELECT own.state, (SELECT count(*) FROM jobs WHERE state = 'queued' AND (lane, rank_at) < (own.lane, own.rank_at)) AS ahead
FROM jobs own WHERE own.tenant_id = $1 AND own.submission_id = $2`,
};

/**
 * How many jobs are ahead of one that waits, were there no turns; and seconds until it starts at the pace of the last
 * minute, where there was one. Undefined when it does not wait. Throws `submission_not_found`.
 */
export async function findQueuePosition(
  connection: Connection,
  tenantId: string,
  submissionId: string,
): Promise<{ readonly ahead: number; readonly estimate?: number } | undefined> {
  const [row] = isId(submissionId)
    ? await connection.query<{ state: string; ahead: number }>(POSITION, [tenantId, submissionId])
    : [];
  if (row === undefined) throw new CupelError('submission_not_found', {});
  if (row.state !== 'queued') return undefined;
  const [served] = await connection.query<{ served: number }>(COUNT_SERVED);
  if (!served || served.served === 0) return { ahead: row.ahead };
  return { ahead: row.ahead, estimate: ((row.ahead + 1) * 60) / served.served };
}
