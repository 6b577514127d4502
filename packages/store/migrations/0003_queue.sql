-- One row per submission, for as long as the submission lives: its lease epoch only ever grows.

CREATE TABLE jobs (
  submission_id uuid PRIMARY KEY REFERENCES submissions ON DELETE CASCADE,
  tenant_id uuid NOT NULL,
  -- Whom to be fair to within a tenant: the key, or the principal where no key was used.
  flow_id uuid NOT NULL,
  lane smallint NOT NULL,
  -- What a worker must say of itself to be given this job, sorted.
  requires text[] NOT NULL,
  state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'leased', 'done', 'dead', 'quarantined')),
  reason text,
  queued_at timestamptz NOT NULL DEFAULT now(),
  -- The order within a flow: when it was queued, less a head start by priority.
  rank_at timestamptz NOT NULL DEFAULT now(),
  run_after timestamptz NOT NULL DEFAULT now(),
  lease_epoch integer NOT NULL DEFAULT 0,
  leased_until timestamptz,
  worker_id text,
  claimed_at timestamptz,
  finished_at timestamptz,
  -- Times that we failed, and times that a worker or launcher died of it.
  attempts integer NOT NULL DEFAULT 0,
  crashes integer NOT NULL DEFAULT 0,
  failures jsonb NOT NULL DEFAULT '[]',
  CHECK ((state = 'leased') = (leased_until IS NOT NULL)),
  CHECK ((state = 'leased') <= (worker_id IS NOT NULL))
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.05);

CREATE INDEX jobs_to_claim ON jobs (lane, tenant_id, flow_id, requires, rank_at) WHERE state = 'queued';
CREATE INDEX jobs_leased ON jobs (leased_until) WHERE state = 'leased';
-- Whose turn it is: who was served last, within the tenant and among tenants.
CREATE INDEX jobs_served_flow ON jobs (tenant_id, flow_id, lane, claimed_at) WHERE claimed_at IS NOT NULL;
-- Its condition is another one, so that the planner cannot take it for the question that the index above answers.
CREATE INDEX jobs_served_tenant ON jobs (tenant_id, claimed_at) WHERE lease_epoch > 0;
CREATE INDEX jobs_finished ON jobs (finished_at) WHERE finished_at IS NOT NULL;
-- Workers died of them twice: they are run alone, so that a third death has one culprit only.
CREATE INDEX jobs_suspect ON jobs (run_after) WHERE state = 'queued' AND crashes >= 2;
CREATE INDEX jobs_parked ON jobs (tenant_id, submission_id) WHERE state IN ('dead', 'quarantined');

CREATE TABLE idempotency (
  tenant_id uuid NOT NULL,
  key text NOT NULL,
  body_hash bytea NOT NULL CHECK (octet_length(body_hash) = 32),
  submission_id uuid NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, key)
);
CREATE INDEX idempotency_expiring ON idempotency (expires_at);

CREATE TABLE workers (
  id text PRIMARY KEY,
  host text NOT NULL,
  version text NOT NULL,
  capabilities text[] NOT NULL,
  slots integer NOT NULL CHECK (slots >= 0),
  busy integer NOT NULL CHECK (busy >= 0),
  state text NOT NULL CHECK (state IN ('ready', 'draining', 'degraded')),
  details jsonb NOT NULL,
  started_at timestamptz NOT NULL DEFAULT now(),
  heartbeat_at timestamptz NOT NULL DEFAULT now()
);
