-- Contests and courses, their boards, and judging again. Points in time are the database's own: by them it is decided what
-- came before the end, and before the freeze.

CREATE TABLE contests (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants,
  slug text NOT NULL CHECK (slug ~ '^[a-z0-9][a-z0-9._-]{0,99}$'),
  title text NOT NULL,
  scoring text NOT NULL CHECK (scoring IN ('icpc', 'ioi')),
  -- Both null for a course: its board has no times, and it is never over.
  starts_at timestamptz,
  ends_at timestamptz,
  -- What is handed in from then on shows as pending to everybody but the jury, until it is unfrozen.
  freezes_at timestamptz,
  unfrozen_at timestamptz,
  penalty_minutes integer NOT NULL DEFAULT 20 CHECK (penalty_minutes BETWEEN 0 AND 1000),
  -- private: whom the jury lets in; tenant: anybody of the tenant may join; public: and strangers may read the board.
  visibility text NOT NULL CHECK (visibility IN ('private', 'tenant', 'public')),
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (tenant_id, id),
  UNIQUE (tenant_id, slug),
  FOREIGN KEY (tenant_id, created_by) REFERENCES principals (tenant_id, id),
  CHECK ((starts_at IS NULL) = (ends_at IS NULL)),
  CHECK (starts_at < ends_at),
  CHECK (freezes_at IS NULL OR (starts_at IS NOT NULL AND freezes_at BETWEEN starts_at AND ends_at))
);

CREATE TABLE contest_problems (
  contest_id uuid NOT NULL REFERENCES contests ON DELETE CASCADE,
  tenant_id uuid NOT NULL,
  problem_id uuid NOT NULL,
  position integer NOT NULL CHECK (position > 0),
  label text NOT NULL CHECK (label <> ''),
  -- What the problem is worth here; null where its own points count.
  points text,
  PRIMARY KEY (contest_id, problem_id),
  UNIQUE (contest_id, label),
  UNIQUE (contest_id, position),
  FOREIGN KEY (tenant_id, problem_id) REFERENCES problems (tenant_id, id)
);
CREATE INDEX contest_problems_by_problem ON contest_problems (problem_id);

CREATE TABLE contest_participants (
  contest_id uuid NOT NULL REFERENCES contests ON DELETE CASCADE,
  tenant_id uuid NOT NULL,
  principal_id uuid NOT NULL,
  -- As it stands on the board.
  name text NOT NULL,
  joined_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (contest_id, principal_id),
  FOREIGN KEY (tenant_id, principal_id) REFERENCES principals (tenant_id, id)
);

CREATE TABLE contest_submissions (
  submission_id uuid PRIMARY KEY REFERENCES submissions ON DELETE CASCADE,
  contest_id uuid NOT NULL REFERENCES contests ON DELETE CASCADE,
  tenant_id uuid NOT NULL,
  principal_id uuid NOT NULL,
  problem_id uuid NOT NULL,
  submitted_at timestamptz NOT NULL,
  -- What counts of it, as the board was told last; null while nothing is known. Kept here, so that a cell is made of one narrow
  -- range of rows, whatever else is known of each submission.
  judging_id uuid,
  status text,
  verdict text,
  points text,
  maximum text,
  score jsonb
);
CREATE INDEX contest_submissions_by_cell ON contest_submissions (contest_id, principal_id, problem_id);

-- What one participant has of one problem, as the jury knows it and as everybody else is shown it.
CREATE TABLE board_cells (
  contest_id uuid NOT NULL REFERENCES contests ON DELETE CASCADE,
  principal_id uuid NOT NULL,
  problem_id uuid NOT NULL,
  live jsonb NOT NULL,
  shown jsonb NOT NULL,
  PRIMARY KEY (contest_id, principal_id, problem_id)
);

-- The whole board in its order: reading it costs the same whatever was submitted.
CREATE TABLE boards (
  contest_id uuid PRIMARY KEY REFERENCES contests ON DELETE CASCADE,
  -- Cells have changed since.
  stale boolean NOT NULL DEFAULT true,
  live_version integer NOT NULL DEFAULT 0,
  shown_version integer NOT NULL DEFAULT 0,
  -- JSON, as text: it is read and written whole, and nothing is looked for in it.
  live text NOT NULL DEFAULT '[]',
  -- Null where it is the same.
  shown text,
  changed_at timestamptz NOT NULL DEFAULT now()
);
-- Written often: compressing it would cost more than it saves.
ALTER TABLE boards ALTER COLUMN live SET STORAGE EXTERNAL, ALTER COLUMN shown SET STORAGE EXTERNAL;
CREATE INDEX boards_stale ON boards (contest_id) WHERE stale;

-- What came and what was deleted changes a cell as a judging does, and is told in the same way.
CREATE FUNCTION tell_leaderboards() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  entry contest_submissions := CASE TG_OP WHEN 'INSERT' THEN NEW ELSE OLD END;
BEGIN
  INSERT INTO outbox (consumer, topic, tenant_id, submission_id, payload)
  VALUES ('leaderboards', 'submitted', entry.tenant_id, entry.submission_id, jsonb_build_object('contestId', entry.contest_id,
    'principalId', entry.principal_id, 'problemId', entry.problem_id));
  RETURN NULL;
END $$;
CREATE TRIGGER leaderboards_told AFTER INSERT OR DELETE ON contest_submissions
  FOR EACH ROW EXECUTE FUNCTION tell_leaderboards();

-- Judging again, beside the results that stand, until it is applied or dropped.
CREATE TABLE rejudges (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants,
  state text NOT NULL DEFAULT 'judging' CHECK (state IN ('judging', 'applied', 'dropped')),
  -- What was picked, in the words of whoever picked it.
  selection jsonb NOT NULL,
  -- checkers: they alone run again wherever nothing else has changed and the outputs are kept.
  method text NOT NULL CHECK (method IN ('auto', 'tests', 'checkers')),
  reason text NOT NULL,
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz,
  FOREIGN KEY (tenant_id, created_by) REFERENCES principals (tenant_id, id)
);
CREATE INDEX rejudges_by_tenant ON rejudges (tenant_id, id);

CREATE TABLE rejudge_items (
  rejudge_id uuid NOT NULL REFERENCES rejudges ON DELETE CASCADE,
  submission_id uuid NOT NULL REFERENCES submissions ON DELETE CASCADE,
  -- What stood when it was picked.
  old_judging_id uuid NOT NULL,
  version_id uuid NOT NULL,
  -- Whether the checkers alone run again.
  recheck boolean NOT NULL,
  -- Null until its turn comes: what waits to be judged again never fills the queue.
  judging_id uuid UNIQUE,
  job_id uuid,
  outcome text CHECK (outcome IN ('applied', 'kept')),
  PRIMARY KEY (rejudge_id, submission_id)
);
CREATE INDEX rejudge_items_open ON rejudge_items (rejudge_id) WHERE judging_id IS NULL;
CREATE INDEX rejudge_items_by_submission ON rejudge_items (submission_id);
