import type { Statement } from '../database.js';

/**
 * One statement for one submission or five hundred, and so one transaction and one round trip. Each item is accepted
 * by itself: what does not fit is left out, and where its idempotency key is taken, the row that took it decides. Two
 * requests with one key meet at the unique index: the second waits there until the first has committed.
 */
export const ENQUEUE: Statement = {
  name: 'enqueue',
  text: `
WITH items AS MATERIALIZED (
  SELECT * FROM unnest(
    $1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::int[], $9::int[],
    $10::text[], $11::text[], $12::text[], $13::float8[], $14::jsonb[], $15::bytea[], $16::text[], $17::bytea[],
    $18::bytea[], $19::jsonb[], $20::jsonb[], $21::jsonb[], $22::int[], $23::text[], $24::bytea[], $25::text[], $26::text[]
  ) WITH ORDINALITY AS item (
    id, tenant_id, principal_id, key_id, batch_id, reference, kind, lane, priority,
    language, version, profile, keep_for, requires, source, source_name, stdin,
    expected_output, arguments, limits, options, files, idempotency_key, body_hash, webhook_url, webhook_secret, place)
), depth AS MATERIALIZED (
  SELECT CASE WHEN $27::int IS NOT NULL THEN
    (SELECT count(*) FROM (SELECT FROM jobs WHERE state = 'queued' LIMIT $27::int) waiting)
  END AS waiting
), admitted AS MATERIALIZED (
  SELECT items.* FROM items, depth WHERE depth.waiting IS NULL OR place <= $27::int - depth.waiting
), keyed AS (
  INSERT INTO idempotency AS kept (tenant_id, key, body_hash, submission_id, expires_at)
  SELECT tenant_id, idempotency_key, body_hash, id, now() + make_interval(hours => $28::int)
  FROM admitted WHERE idempotency_key IS NOT NULL ORDER BY tenant_id, idempotency_key
  ON CONFLICT (tenant_id, key) DO UPDATE
  SET body_hash = excluded.body_hash, submission_id = excluded.submission_id, expires_at = excluded.expires_at
  WHERE kept.expires_at <= now()
  RETURNING submission_id
), accepted AS MATERIALIZED (
  SELECT * FROM admitted WHERE idempotency_key IS NULL OR id IN (SELECT submission_id FROM keyed)
), submitted AS (
  INSERT INTO submissions (id, tenant_id, principal_id, key_id, batch_id, reference, kind, lane, priority, language, version,
    profile, expires_at)
  SELECT id, tenant_id, principal_id, key_id, batch_id, reference, kind, lane, priority, language, version, profile,
    now() + make_interval(secs => keep_for)
  FROM accepted
), given AS (
  INSERT INTO submission_inputs (submission_id, source, source_name, stdin, expected_output, arguments, limits, options, files)
  SELECT id, source, source_name, stdin, expected_output, arguments, limits, options, files FROM accepted
), filed AS (
  INSERT INTO submission_files (submission_id, position, tenant_id, name, content, sha256, executable)
  SELECT accepted.id, file.position, accepted.tenant_id, file.name, file.content, file.sha256, file.executable
  FROM unnest($29::int[], $30::int[], $31::text[], $32::bytea[], $33::bytea[], $34::boolean[])
    AS file (place, position, name, content, sha256, executable)
  JOIN accepted USING (place) ORDER BY file.sha256
), hooked AS (
  INSERT INTO submission_webhooks (submission_id, url, secret)
  SELECT id, webhook_url, webhook_secret FROM accepted WHERE webhook_url IS NOT NULL
), queued AS (
  INSERT INTO jobs (submission_id, tenant_id, flow_id, lane, requires, rank_at)
  SELECT id, tenant_id, coalesce(key_id, principal_id), lane,
    ARRAY(SELECT jsonb_array_elements_text(requires) ORDER BY 1), now() - make_interval(secs => priority * 10)
  FROM accepted
), told AS (
  INSERT INTO events (submission_id, epoch, seq, kind, data) SELECT id, 0, 0, 'queued', '{}' FROM accepted
)
SELECT accepted.id, depth.waiting AS depth FROM depth LEFT JOIN accepted ON true`,
};

/** Which submissions hold the idempotency keys that the statement above did not get. */
export const FIND_KEPT: Statement = {
  name: 'find kept',
  text: `
SELECT wanted.place::int, kept.submission_id AS id, kept.body_hash = wanted.body_hash AS same, submissions.state
FROM unnest($1::int[], $2::uuid[], $3::text[], $4::bytea[]) AS wanted (place, tenant_id, key, body_hash)
JOIN idempotency kept ON kept.tenant_id = wanted.tenant_id AND kept.key = wanted.key AND kept.expires_at > now()
LEFT JOIN submissions ON submissions.id = kept.submission_id`,
};

/** How many jobs ended within the last minute. */
export const COUNT_SERVED: Statement = {
  name: 'count served',
  text: `SELECT count(*) AS served FROM jobs WHERE finished_at > now() - interval '1 minute'`,
};
