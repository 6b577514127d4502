/**
 * Submissions written by SQL as if all had been judged: as many as are asked for, with the rows that a submission leaves behind.
 */

const CHUNK = 50_000;

/** Python's greeting, with its result; spread over the last thirty days, so that all are older than what is measured. */
const STORE = {
  text: `
WITH made AS (
  SELECT gen_random_uuid() AS id, now() - random() * interval '30 days' - interval '1 minute' AS at FROM generate_series(1, $1::int)
), stored AS (
  INSERT INTO submissions (id, tenant_id, principal_id, key_id, kind, lane, language, profile, state, epoch, verdict, cause, because,
    cpu_time, wall_time, memory_peak, created_at, started_at, completed_at)
  SELECT made.id, one.tenant_id, one.principal_id, one.key_id, one.kind, one.lane, one.language, one.profile, one.state, one.epoch,
    one.verdict, one.cause, one.because, one.cpu_time, one.wall_time, one.memory_peak, at, at, at
  FROM made, submissions one WHERE one.id = $2
), inputs AS (
  INSERT INTO submission_inputs (submission_id, source, source_name, stdin, expected_output, arguments, limits, options, files)
  SELECT made.id, source, source_name, stdin, expected_output, arguments, limits, options, files
  FROM made, submission_inputs WHERE submission_id = $2
), queued AS (
  INSERT INTO jobs (submission_id, tenant_id, flow_id, lane, requires, state, queued_at, rank_at, run_after, lease_epoch, claimed_at,
    finished_at)
  SELECT made.id, tenant_id, flow_id, lane, requires, 'done', at, at, at, lease_epoch, at, at FROM made, jobs WHERE submission_id = $2
)
INSERT INTO results (submission_id, epoch, tenant_id, worker_id, verdict, cause, because, exit_code, signal, stdout, stderr,
  compile_output, cpu_time, wall_time, memory_peak, record, created_at)
SELECT made.id, epoch, tenant_id, worker_id, verdict, cause, because, exit_code, signal, stdout, stderr, compile_output, cpu_time,
  wall_time, memory_peak, record, at
FROM made, results WHERE submission_id = $2`,
};

/**
 * Copies of one submission that was judged, until `until` of them are stored.
 * @param {import('@cupel/store').Database} database @param {string} pattern a submission's id @param {number} until
 */
export async function storeUntil(database, pattern, until) {
  const [{ count }] = await database.query({ text: 'SELECT count(*)::int AS count FROM submissions' });
  for (let missing = until - Number(count); missing > 0; missing -= CHUNK)
    await database.transaction(async (connection) => {
      // What triggers keep is not what is measured, and a million messages are not what the service would get.
      await connection.query({ text: 'SET LOCAL session_replication_role = replica' });
      await connection.query(STORE, [Math.min(CHUNK, missing), pattern]);
    });
  for (const table of ['submissions', 'submission_inputs', 'jobs', 'results']) await database.query({ text: `ANALYZE ${table}` });
}
