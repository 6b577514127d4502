-- What was handed in, and what came of it. Bytes are bytea and never text or jsonb: programs read and write NUL.
-- Times are microseconds, sizes are bytes; points in time are the database's own.

CREATE TABLE blobs (
  tenant_id uuid NOT NULL REFERENCES tenants,
  sha256 bytea NOT NULL CHECK (octet_length(sha256) = 32),
  size bigint NOT NULL CHECK (size >= 0),
  -- How many rows name it, kept by the trigger below.
  used integer NOT NULL DEFAULT 0 CHECK (used >= 0),
  -- When it was last put; what nobody uses is swept some time after.
  put_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, sha256)
);
CREATE INDEX blobs_unused ON blobs (put_at) WHERE used = 0;

CREATE TABLE blob_chunks (
  tenant_id uuid NOT NULL,
  sha256 bytea NOT NULL,
  position integer NOT NULL CHECK (position >= 0),
  bytes bytea NOT NULL,
  PRIMARY KEY (tenant_id, sha256, position),
  FOREIGN KEY (tenant_id, sha256) REFERENCES blobs ON DELETE CASCADE
);
-- Compressing what is compressed already costs time and gives nothing.
ALTER TABLE blob_chunks ALTER COLUMN bytes SET STORAGE EXTERNAL;

-- The narrow part, which changes while a submission lives. No foreign key to tenants: its key-share lock would make
-- every submission of a tenant write to one and the same row.
CREATE TABLE submissions (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL,
  principal_id uuid NOT NULL,
  key_id uuid,
  batch_id uuid,
  -- The caller's own name for it, handed back with the result.
  reference text,
  kind text NOT NULL,
  lane smallint NOT NULL CHECK (lane BETWEEN 0 AND 3),
  priority smallint NOT NULL DEFAULT 0,
  language text NOT NULL,
  version text,
  profile text NOT NULL,
  state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'running', 'completed', 'cancelled', 'failed')),
  -- The lease whose result counts.
  epoch integer,
  verdict text,
  cause text,
  because text,
  cpu_time bigint,
  wall_time bigint,
  memory_peak bigint,
  created_at timestamptz NOT NULL DEFAULT now(),
  started_at timestamptz,
  completed_at timestamptz,
  expires_at timestamptz
) WITH (fillfactor = 80);
CREATE INDEX submissions_by_tenant ON submissions (tenant_id, id);
CREATE INDEX submissions_by_batch ON submissions (batch_id, id) WHERE batch_id IS NOT NULL;
CREATE INDEX submissions_expiring ON submissions (expires_at) WHERE expires_at IS NOT NULL;

-- The wide part, written once.
CREATE TABLE submission_inputs (
  submission_id uuid PRIMARY KEY REFERENCES submissions ON DELETE CASCADE,
  source bytea NOT NULL,
  source_name text,
  stdin bytea,
  expected_output bytea,
  arguments jsonb NOT NULL,
  limits jsonb NOT NULL,
  -- What else was asked for, in the words of the part that asked.
  options jsonb NOT NULL,
  files integer NOT NULL DEFAULT 0
);

CREATE TABLE submission_files (
  submission_id uuid NOT NULL REFERENCES submissions ON DELETE CASCADE,
  position integer NOT NULL,
  tenant_id uuid NOT NULL,
  name text NOT NULL,
  content bytea,
  sha256 bytea,
  executable boolean NOT NULL DEFAULT false,
  PRIMARY KEY (submission_id, position),
  UNIQUE (submission_id, name),
  FOREIGN KEY (tenant_id, sha256) REFERENCES blobs,
  CHECK ((content IS NULL) <> (sha256 IS NULL))
);
CREATE INDEX submission_files_by_blob ON submission_files (tenant_id, sha256) WHERE sha256 IS NOT NULL;

CREATE FUNCTION count_blob_use() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    UPDATE blobs SET used = used + 1 WHERE tenant_id = NEW.tenant_id AND sha256 = NEW.sha256;
  ELSE
    UPDATE blobs SET used = used - 1, put_at = now() WHERE tenant_id = OLD.tenant_id AND sha256 = OLD.sha256;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER blob_used AFTER INSERT ON submission_files
  FOR EACH ROW WHEN (NEW.sha256 IS NOT NULL) EXECUTE FUNCTION count_blob_use();
CREATE TRIGGER blob_unused AFTER DELETE ON submission_files
  FOR EACH ROW WHEN (OLD.sha256 IS NOT NULL) EXECUTE FUNCTION count_blob_use();

-- Append-only: a job may be run more than once, its result is written once for each lease.
CREATE TABLE results (
  submission_id uuid NOT NULL REFERENCES submissions ON DELETE CASCADE,
  epoch integer NOT NULL,
  tenant_id uuid NOT NULL,
  worker_id text NOT NULL,
  verdict text NOT NULL,
  cause text NOT NULL,
  because text NOT NULL,
  exit_code integer,
  signal text,
  stdout bytea NOT NULL,
  stderr bytea NOT NULL,
  compile_output bytea,
  cpu_time bigint NOT NULL,
  wall_time bigint NOT NULL,
  memory_peak bigint NOT NULL,
  -- Compiling, evidence, isolation, timing, versions, what was cut: see ResultRecord.
  record jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (submission_id, epoch)
);
