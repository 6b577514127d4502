-- Boards of very many submissions: what a cell counts is read from an index alone, in the order of time, so that what came after
-- the first accepted attempt is never looked at.
CREATE INDEX contest_submissions_by_time ON contest_submissions (contest_id, principal_id, problem_id, submitted_at)
  INCLUDE (status, verdict);
DROP INDEX contest_submissions_by_cell;
-- A contest's board is made again of its cells; this keeps what is judged at this moment from being read from the table.
ALTER TABLE contest_submissions SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02);

-- What was added can only add to the points of a cell; where something was taken away they are made of all attempts again.
CREATE OR REPLACE FUNCTION tell_leaderboards() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  entry contest_submissions := CASE TG_OP WHEN 'INSERT' THEN NEW ELSE OLD END;
BEGIN
  INSERT INTO outbox (consumer, topic, tenant_id, submission_id, payload)
  VALUES ('leaderboards', 'submitted', entry.tenant_id, entry.submission_id, jsonb_build_object('contestId', entry.contest_id,
    'principalId', entry.principal_id, 'problemId', entry.problem_id, 'added', TG_OP = 'INSERT'));
  RETURN NULL;
END $$;
