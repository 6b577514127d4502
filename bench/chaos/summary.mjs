import { readFileSync } from 'node:fs';

const FIGURES = {
  text: `
SELECT count(*)::int AS jobs, sum(crashes)::int AS crashes, sum(attempts)::int AS attempts, max(lease_epoch) AS most_leases,
  count(*) FILTER (WHERE jobs.state IN ('dead', 'quarantined'))::int AS parked,
  percentile_cont(ARRAY[0.5, 0.95, 0.99, 1]) WITHIN GROUP (ORDER BY extract(epoch FROM completed_at - created_at)) AS turnaround
FROM jobs JOIN submissions ON submissions.id = jobs.submission_id`,
};

/** @param {string} log @param {import('@cupel/store').Connection} connection */
export async function summarise(log, connection) {
  const entries = readFileSync(log, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const count = (/** @type {string} */ event) => entries.filter((entry) => entry.event === event).length;
  const kills = {};
  for (const { event, part } of entries) if (event === 'kill') kills[part] = (kills[part] ?? 0) + 1;
  const [row] = await connection.query(FIGURES);
  const { turnaround, ...jobs } = /** @type {any} */ (row);
  const [p50, p95, p99, most] = turnaround.map((/** @type {number} */ value) => Math.round(value * 1000) / 1000);
  return {
    submitted: count('submit'),
    acknowledged: count('acknowledged'),
    refusedAndSentAgain: count('refused'),
    kills,
    seconds: Math.round((entries.at(-1)?.at ?? 0) / 1000),
    ...jobs,
    turnaroundSeconds: { p50, p95, p99, most },
  };
}
