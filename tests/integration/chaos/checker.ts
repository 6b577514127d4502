import { readFileSync } from 'node:fs';
import type { Connection } from '@cupel/store';
import type { Entry } from './driver.ts';
import type { Expected } from './programs.ts';

interface Row {
  readonly id: string;
  readonly key: string;
  readonly state: string;
  readonly verdict: string | null;
  readonly epoch: number | null;
  readonly job_state: string;
  readonly lease_epoch: number;
  readonly results: number;
  readonly result_epoch: number | null;
  readonly result_verdict: string | null;
  readonly stdout: string | null;
  readonly crashes: number;
  readonly reason: string | null;
}

const ROWS = {
  text: `
SELECT submissions.id, idempotency.key, submissions.state, submissions.verdict, submissions.epoch, jobs.state AS job_state,
  jobs.lease_epoch, jobs.crashes, jobs.reason,
  (SELECT count(*) FROM results WHERE results.submission_id = submissions.id) AS results,
  (SELECT max(epoch) FROM results WHERE results.submission_id = submissions.id) AS result_epoch,
  (SELECT max(verdict) FROM results WHERE results.submission_id = submissions.id) AS result_verdict,
  (SELECT max(convert_from(stdout, 'UTF8')) FROM results WHERE results.submission_id = submissions.id) AS stdout
FROM submissions JOIN jobs ON jobs.submission_id = submissions.id LEFT JOIN idempotency ON idempotency.submission_id = submissions.id`,
};

/** Reads the driver's log and the database, and says everything that must not be. */
export async function check(log: string, connection: Connection): Promise<readonly string[]> {
  const entries = readFileSync(log, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Entry);
  const rows = new Map((await connection.query<Row>(ROWS)).map((row) => [row.id, row]));
  const expected = new Map(entries.flatMap((entry) => (entry.event === 'submit' ? [[entry.key, entry as Expected]] : [])));
  const acknowledged = entries.flatMap((entry) => (entry.event === 'acknowledged' ? [entry] : []));
  const wrong = acknowledged.flatMap(({ id, key }) => problemsOf(id, key, rows.get(id), expected.get(key)));
  const ids = new Set(acknowledged.map(({ id }) => id));
  if (ids.size !== acknowledged.length) wrong.push(`${acknowledged.length - ids.size} keys were answered with another's id`);
  for (const { id, key } of rows.values()) if (!ids.has(id)) wrong.push(`${id} (${key}) exists, but was never acknowledged`);
  return wrong;
}

function problemsOf(id: string, key: string, row: Row | undefined, expected: Expected | undefined): readonly string[] {
  if (row === undefined || expected === undefined) return [`${id} (${key}) was acknowledged and is lost`];
  const wrong: string[] = [];
  const demand = (holds: boolean, problem: string) => {
    if (!holds) wrong.push(`${id} (${key}): ${problem}; crashes ${row.crashes}, reason ${row.reason}`);
  };
  demand(row.key === key, `belongs to the key ${row.key}`);
  demand(row.state === 'completed' && row.job_state === 'done', `ended as ${row.state}, its job as ${row.job_state}`);
  demand(row.results === 1, `has ${row.results} results`);
  demand(
    row.epoch === row.lease_epoch && row.result_epoch === row.lease_epoch,
    `counts the lease ${row.epoch} of ${row.lease_epoch}`,
  );
  demand(
    row.verdict === expected.verdict && row.result_verdict === expected.verdict,
    `is ${row.verdict}, not ${expected.verdict}`,
  );
  demand(row.stdout === expected.stdout, `wrote ${JSON.stringify(row.stdout)}, not ${JSON.stringify(expected.stdout)}`);
  return wrong;
}
