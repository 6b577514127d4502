-- Problems, and what came of judging submissions by them. Points are exact: text as `formatRational` writes it ("7/3"),
-- beside a numeric to sort by.

-- `setter` reads and writes tests; no other scope does, `admin` included.
ALTER TABLE api_keys DROP CONSTRAINT api_keys_scopes_check;
ALTER TABLE api_keys ADD CONSTRAINT api_keys_scopes_check
  CHECK (scopes <@ ARRAY['submit', 'read', 'setter', 'admin'] AND cardinality(scopes) > 0);

CREATE TABLE problems (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants,
  slug text NOT NULL CHECK (slug ~ '^[a-z0-9][a-z0-9._-]{0,99}$'),
  title text NOT NULL,
  state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'published', 'archived')),
  -- By which submissions are judged: the version that was published last.
  current_version uuid,
  -- How many versions were ever made.
  versions integer NOT NULL DEFAULT 0,
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (tenant_id, id),
  UNIQUE (tenant_id, slug),
  FOREIGN KEY (tenant_id, created_by) REFERENCES principals (tenant_id, id),
  CHECK (state = 'draft' OR current_version IS NOT NULL)
);

-- Never changed once made.
CREATE TABLE problem_versions (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL,
  problem_id uuid NOT NULL,
  number integer NOT NULL CHECK (number > 0),
  -- SHA-256 of the plan by which workers judge: all of the problem, with its bytes named by their hashes. It is a blob.
  hash bytea NOT NULL CHECK (octet_length(hash) = 32),
  -- What submitters may read: titles, statement, samples, limits, languages, points. Nothing hidden is ever in it.
  manifest jsonb NOT NULL,
  -- What the reader found worth telling the setter.
  issues jsonb NOT NULL,
  limits jsonb NOT NULL,
  -- Ids of those allowed; null where all are.
  languages text[],
  disclosure jsonb NOT NULL,
  -- Seconds for which outputs of tests are kept, so that checkers alone can be run again; 0 for not at all.
  output_retention integer NOT NULL CHECK (output_retention >= 0),
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (tenant_id, id),
  UNIQUE (problem_id, number),
  UNIQUE (problem_id, hash),
  FOREIGN KEY (tenant_id, problem_id) REFERENCES problems (tenant_id, id) ON DELETE CASCADE
);
ALTER TABLE problems ADD FOREIGN KEY (tenant_id, current_version) REFERENCES problem_versions (tenant_id, id);

-- Every blob that a version needs: the package as it was uploaded, the plan, tests, programs.
CREATE TABLE problem_blobs (
  version_id uuid NOT NULL REFERENCES problem_versions ON DELETE CASCADE,
  tenant_id uuid NOT NULL,
  sha256 bytea NOT NULL,
  role text NOT NULL CHECK (role IN ('package', 'plan', 'test', 'program', 'file')),
  PRIMARY KEY (version_id, role, sha256),
  FOREIGN KEY (tenant_id, sha256) REFERENCES blobs
);
CREATE INDEX problem_blobs_by_blob ON problem_blobs (tenant_id, sha256);
CREATE TRIGGER blob_used AFTER INSERT ON problem_blobs FOR EACH ROW EXECUTE FUNCTION count_blob_use();
CREATE TRIGGER blob_unused AFTER DELETE ON problem_blobs FOR EACH ROW EXECUTE FUNCTION count_blob_use();

CREATE TABLE problem_tests (
  version_id uuid NOT NULL REFERENCES problem_versions ON DELETE CASCADE,
  -- From 1, in the order of judging.
  position integer NOT NULL CHECK (position > 0),
  tenant_id uuid NOT NULL,
  -- SHA-256 over input, answer and flags: a test that no edit touched keeps it from version to version.
  test_id bytea NOT NULL CHECK (octet_length(test_id) = 32),
  name text NOT NULL,
  group_name text NOT NULL,
  visibility text NOT NULL CHECK (visibility IN ('sample', 'hidden')),
  -- 'unbounded' where the checker alone knows.
  points text NOT NULL,
  input_sha256 bytea NOT NULL,
  input_bytes bigint NOT NULL,
  answer_sha256 bytea NOT NULL,
  answer_bytes bigint NOT NULL,
  PRIMARY KEY (version_id, position),
  UNIQUE (version_id, name)
);

ALTER TABLE submissions
  ADD COLUMN problem_id uuid,
  -- The judging that counts.
  ADD COLUMN judging_id uuid;
CREATE INDEX submissions_by_problem ON submissions (problem_id, id) WHERE problem_id IS NOT NULL;
CREATE INDEX submissions_by_principal ON submissions (tenant_id, principal_id, id);

-- One judging of one submission by one version of a problem.
CREATE TABLE judgings (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL,
  submission_id uuid NOT NULL REFERENCES submissions ON DELETE CASCADE,
  -- The submission under whose job and lease it is performed: itself, unless it is judged again beside what stands.
  job_id uuid NOT NULL,
  problem_id uuid NOT NULL,
  version_id uuid NOT NULL,
  -- `staged` ones count for nothing until they are applied; `superseded` ones stay readable.
  standing text NOT NULL CHECK (standing IN ('current', 'staged', 'superseded', 'dropped')),
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done')),
  -- The lease whose result counts.
  epoch integer,
  -- judged, compile_error, judging_failed (the setter's part is broken), internal_error, cancelled
  status text,
  verdict text,
  because text,
  points text,
  points_numeric numeric,
  -- 'unbounded' where the checker alone knows.
  maximum text,
  -- GroupScore, points as text.
  score jsonb,
  -- What of the setter's is broken; for the setter alone.
  faults jsonb NOT NULL DEFAULT '[]',
  compile_output bytea,
  language_version text,
  -- Limits of each run.
  limits jsonb,
  created_at timestamptz NOT NULL DEFAULT now(),
  completed_at timestamptz,
  FOREIGN KEY (tenant_id, version_id) REFERENCES problem_versions (tenant_id, id) ON DELETE CASCADE,
  CHECK ((state = 'done') = (status IS NOT NULL AND points IS NOT NULL AND points_numeric IS NOT NULL AND completed_at IS NOT NULL))
);
CREATE UNIQUE INDEX judgings_current ON judgings (submission_id) WHERE standing = 'current';
CREATE INDEX judgings_by_submission ON judgings (submission_id, id);
CREATE INDEX judgings_waiting ON judgings (job_id) WHERE state = 'waiting';
CREATE INDEX judgings_by_version ON judgings (tenant_id, version_id);
-- What waits for the setter to repair the problem.
CREATE INDEX judgings_broken ON judgings (problem_id, id) WHERE status = 'judging_failed' AND standing = 'current';

CREATE TABLE judging_tests (
  judging_id uuid NOT NULL REFERENCES judgings ON DELETE CASCADE,
  -- That of the test in its version.
  position integer NOT NULL,
  test_id bytea NOT NULL,
  name text NOT NULL,
  group_name text NOT NULL,
  visibility text NOT NULL,
  verdict text NOT NULL,
  cause text NOT NULL,
  because text NOT NULL,
  points text NOT NULL,
  maximum text NOT NULL,
  cpu_time bigint NOT NULL,
  wall_time bigint NOT NULL,
  memory_peak bigint NOT NULL,
  runs integer NOT NULL,
  passes integer NOT NULL,
  exit jsonb,
  difference jsonb,
  -- For the setter alone: it may hold input and answer.
  setter_message bytea NOT NULL,
  -- Written for whoever submitted.
  team_message bytea NOT NULL,
  stderr bytea NOT NULL,
  stderr_truncated boolean NOT NULL,
  -- Of the last pass; null once its time is over, or where the problem keeps none.
  output bytea,
  output_truncated boolean NOT NULL,
  output_until timestamptz,
  transcript_interactor bytea,
  transcript_submission bytea,
  PRIMARY KEY (judging_id, position)
);
CREATE INDEX judging_tests_outputs ON judging_tests (output_until) WHERE output IS NOT NULL;
