import type { Connection, Statement } from '../database.js';
import type { PrincipalKind } from '../schema.js';

/** What is counted of a submission that reached its end. Times are µs; absent where nothing ran. */
export interface SubmissionFacts {
  readonly id: string;
  readonly keyId: string | null;
  /** Of whom it belongs to. */
  readonly ownerKind: PrincipalKind;
  readonly kind: string;
  readonly lane: number;
  readonly language: string;
  readonly verdict: string | null;
  readonly cause: string | null;
  readonly cpuTime: number | null;
  readonly wallTime: number | null;
  readonly compileCpuTime: number | null;
  /** Seconds from submission to start, and to the end. */
  readonly waited: number | null;
  readonly took: number | null;
  /** Forks that the kernel refused, and processes that it killed for memory. */
  readonly forksRefused: number | null;
  readonly oomKills: number | null;
}

const FIND: Statement = {
  name: 'find facts',
  text: `
SELECT submissions.id, key_id AS "keyId",
  (SELECT principals.kind FROM principals WHERE principals.id = submissions.principal_id) AS "ownerKind", kind, lane, language, submissions.verdict, submissions.cause,
  submissions.cpu_time AS "cpuTime", submissions.wall_time AS "wallTime",
  extract(epoch FROM started_at - submissions.created_at)::float8 AS waited,
  extract(epoch FROM completed_at - submissions.created_at)::float8 AS took,
  (record #>> '{compile,evidence,cpu,total}')::bigint AS "compileCpuTime",
  (record #>> '{evidence,pids,refused}')::bigint AS "forksRefused", (record #>> '{evidence,memory,oomKills}')::bigint AS "oomKills"
FROM submissions LEFT JOIN results ON results.submission_id = submissions.id AND results.epoch = submissions.epoch
WHERE submissions.id = ANY ($1::uuid[])`,
};

/** For consumers of the outbox. Those that were deleted meanwhile are missing. */
export async function findFacts(connection: Connection, ids: readonly string[]): Promise<SubmissionFacts[]> {
  return ids.length === 0 ? [] : connection.query<SubmissionFacts>(FIND, [ids]);
}
