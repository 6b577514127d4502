import type { Statement } from '../database.js';
import { SUSPECT_FROM } from './policy.js';

/**
 * The order: first the lane, where a job that has waited long counts as one of the lane above; then tenants by turns,
 * then within a tenant its flows by turns; then within a flow by rank. Turns count what runs already, and among equals
 * whoever was served longest ago comes first.
 *
 * A flow is what has the same lane, tenant, key and requirements: `flows` hops from one to the next in the index, so
 * the cost grows with the number of flows and not with the length of the queue. Only the heads of flows are compared;
 * from the foremost of them candidates are taken, a few more than wanted, because other workers may be taking the same.
 * Locking is the last step, in order and with SKIP LOCKED: what another worker holds is passed over, not waited for.
 *
 * The commit is not waited for: a claim that a crash of the database undoes is a job that waits again, and no result can be
 * written under it, nor is one lost, for a result's own commit carries all before it.
 *
 * Rows are reached by `= ANY (ARRAY(…))` and LATERAL … LIMIT 1, because a join would let the planner read whole tables
 * on the day on which its statistics are stale.
 */
export const CLAIM: Statement = {
  name: 'claim',
  text: `
WITH RECURSIVE flows AS (
  (SELECT lane, tenant_id, flow_id, requires FROM jobs WHERE state = 'queued'
   ORDER BY lane, tenant_id, flow_id, requires LIMIT 1)
  UNION ALL
  SELECT next.* FROM flows CROSS JOIN LATERAL (
    SELECT jobs.lane, jobs.tenant_id, jobs.flow_id, jobs.requires FROM jobs
    WHERE jobs.state = 'queued' AND (jobs.lane, jobs.tenant_id, jobs.flow_id, jobs.requires)
      > (flows.lane, flows.tenant_id, flows.flow_id, flows.requires)
    ORDER BY jobs.lane, jobs.tenant_id, jobs.flow_id, jobs.requires LIMIT 1) next
), running AS MATERIALIZED (
  SELECT tenant_id, flow_id, lane, count(*) AS jobs FROM jobs WHERE state = 'leased' GROUP BY tenant_id, flow_id, lane
), tenants AS MATERIALIZED (
  SELECT tenant_id,
    coalesce((SELECT sum(jobs) FROM running WHERE running.tenant_id = present.tenant_id), 0)::int AS tenant_running,
    (SELECT max(claimed_at) FROM jobs WHERE jobs.tenant_id = present.tenant_id AND lease_epoch > 0) AS tenant_served
  FROM (SELECT DISTINCT tenant_id FROM flows) present
), heads AS MATERIALIZED (
  SELECT flows.*, tenant_running, tenant_served, head.rank_at AS head_rank, coalesce(running.jobs, 0)::int AS flow_running,
    greatest(0, flows.lane - floor(extract(epoch FROM now() - head.queued_at)::float8 / $6::int)::int) AS effective,
    (SELECT max(claimed_at) FROM jobs WHERE jobs.tenant_id = flows.tenant_id AND jobs.flow_id = flows.flow_id
      AND jobs.lane = flows.lane AND claimed_at IS NOT NULL) AS flow_served
  FROM flows JOIN tenants USING (tenant_id) LEFT JOIN running USING (tenant_id, flow_id, lane) CROSS JOIN LATERAL (
    SELECT rank_at, queued_at FROM jobs
    WHERE jobs.state = 'queued' AND jobs.lane = flows.lane AND jobs.tenant_id = flows.tenant_id
      AND jobs.flow_id = flows.flow_id AND jobs.requires = flows.requires
      AND jobs.run_after <= now() AND jobs.crashes < ${SUSPECT_FROM}
    ORDER BY jobs.rank_at LIMIT 1) head
  WHERE flows.requires <@ $2::text[] AND flows.requires @> $7::text[]
), foremost AS MATERIALIZED (
  SELECT * FROM (
    SELECT heads.*, tenant_running + row_number() OVER (
      PARTITION BY effective, tenant_id ORDER BY flow_running, flow_served NULLS FIRST, head_rank) AS turn FROM heads) turns
  ORDER BY effective, turn, tenant_served NULLS FIRST, head_rank LIMIT $3::int + 24
), candidates AS (
  SELECT job.submission_id, job.rank_at, foremost.tenant_id, effective, tenant_running, tenant_served, flow_served,
    flow_running + row_number() OVER (PARTITION BY effective, foremost.tenant_id, flow_id, lane ORDER BY job.rank_at) AS flow_turn
  FROM foremost CROSS JOIN LATERAL (
    SELECT submission_id, rank_at FROM jobs
    WHERE jobs.state = 'queued' AND jobs.lane = foremost.lane AND jobs.tenant_id = foremost.tenant_id
      AND jobs.flow_id = foremost.flow_id AND jobs.requires = foremost.requires
      AND jobs.run_after <= now() AND jobs.crashes < ${SUSPECT_FROM}
    ORDER BY jobs.rank_at LIMIT $3::int + 8) job
), ranked AS MATERIALIZED (
  SELECT submission_id, row_number() OVER (ORDER BY effective, turn, tenant_served NULLS FIRST, rank_at) AS place FROM (
    SELECT candidates.*, tenant_running + row_number() OVER (
      PARTITION BY effective, tenant_id ORDER BY flow_turn, flow_served NULLS FIRST, rank_at) AS turn FROM candidates) turns
), suspect AS MATERIALIZED (
  SELECT submission_id FROM jobs
  WHERE state = 'queued' AND crashes >= ${SUSPECT_FROM} AND run_after <= now() AND requires <@ $2::text[] AND requires @> $7::text[]
    AND $5::int = 0 AND $3::int > 0
  ORDER BY run_after LIMIT 1 FOR UPDATE SKIP LOCKED
), chosen AS MATERIALIZED (
  SELECT array_agg(submission_id ORDER BY place) AS ids FROM ranked WHERE NOT EXISTS (SELECT FROM suspect)
), picked AS MATERIALIZED (
  SELECT submission_id FROM jobs
  WHERE submission_id = ANY ((SELECT ids FROM chosen)::uuid[]) AND state = 'queued' AND run_after <= now()
  ORDER BY array_position((SELECT ids FROM chosen), submission_id) LIMIT $3::int FOR UPDATE SKIP LOCKED
), taken AS (
  UPDATE jobs SET state = 'leased', lease_epoch = lease_epoch + 1, worker_id = $1::text, claimed_at = clock_timestamp(),
    leased_until = now() + make_interval(secs => $4::int)
  WHERE submission_id = ANY (ARRAY(SELECT submission_id FROM picked UNION ALL SELECT submission_id FROM suspect))
  RETURNING *
), started AS (
  UPDATE submissions SET state = 'running', started_at = coalesce(started_at, now()) 
  WHERE id = ANY (ARRAY(SELECT submission_id FROM taken))
  RETURNING *
)
SELECT waiting.suspects, (SELECT count(*) FROM ranked) AS candidates, set_config('synchronous_commit', 'off', true), taken.submission_id, taken.lease_epoch, taken.attempts, taken.crashes, taken.queued_at, taken.claimed_at,
  taken.flow_id, started.tenant_id, started.principal_id, started.kind, started.lane, started.language, started.version,
  started.profile, given.source, given.source_name, given.stdin, given.expected_output, given.arguments, given.limits,
  given.options, given.files
FROM (SELECT count(*) AS suspects FROM jobs WHERE state = 'queued' AND crashes >= ${SUSPECT_FROM} AND run_after <= now()
  AND requires <@ $2::text[] AND requires @> $7::text[]) waiting
LEFT JOIN (taken JOIN started ON started.id = taken.submission_id CROSS JOIN LATERAL (
  SELECT * FROM submission_inputs WHERE submission_inputs.submission_id = taken.submission_id LIMIT 1) given) ON true
ORDER BY taken.claimed_at`,
};

export const FIND_FILES: Statement = {
  name: 'find files',
  text: `SELECT submission_id, name, content, encode(sha256, 'hex') AS sha256, executable FROM submission_files
WHERE submission_id = ANY ($1::uuid[]) ORDER BY submission_id, position`,
};
