-- What a worker found when it verified a version, for its setter alone.
CREATE TABLE verifications (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL,
  version_id uuid NOT NULL,
  -- The submission under whose job and lease it is done; it may be swept away before this is.
  job_id uuid NOT NULL UNIQUE,
  -- statements: only what a page shows is made of the version's LaTeX; all: and the version is verified.
  part text NOT NULL CHECK (part IN ('statements', 'all')),
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done')),
  holds boolean,
  report jsonb,
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  completed_at timestamptz,
  FOREIGN KEY (tenant_id, version_id) REFERENCES problem_versions (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX verifications_by_version ON verifications (version_id, id);

-- Statements as a worker made them of LaTeX, by language: the version is what was uploaded and never changes, this is how it looks.
ALTER TABLE problem_versions ADD COLUMN rendered jsonb NOT NULL DEFAULT '{}';
