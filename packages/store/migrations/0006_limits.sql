-- Token buckets shared by all API processes. Unlogged: losing them in a crash only refills them.
CREATE UNLOGGED TABLE rate_buckets (
  name text PRIMARY KEY,
  tokens double precision NOT NULL,
  -- What the last request was told.
  granted boolean NOT NULL,
  filled_at timestamptz NOT NULL
) WITH (fillfactor = 50);

-- CPU microseconds charged to a flow (a key, or a principal without one) in one hour.
CREATE TABLE cpu_usage (
  tenant_id uuid NOT NULL,
  flow_id uuid NOT NULL,
  hour timestamptz NOT NULL,
  cpu_time bigint NOT NULL,
  runs bigint NOT NULL,
  PRIMARY KEY (tenant_id, flow_id, hour)
) WITH (fillfactor = 70);
CREATE INDEX cpu_usage_by_hour ON cpu_usage (hour);

CREATE TABLE abuse_events (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL,
  flow_id uuid NOT NULL,
  kind text NOT NULL,
  weight integer NOT NULL CHECK (weight > 0),
  submission_id uuid,
  details jsonb NOT NULL,
  at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX abuse_events_by_flow ON abuse_events (tenant_id, flow_id, at);
CREATE INDEX abuse_events_by_age ON abuse_events (at);
-- A fact told twice is counted once.
CREATE UNIQUE INDEX abuse_events_once ON abuse_events (submission_id, kind) WHERE submission_id IS NOT NULL;

CREATE TABLE cool_downs (
  tenant_id uuid NOT NULL,
  flow_id uuid NOT NULL,
  until timestamptz NOT NULL,
  reason text NOT NULL,
  started_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, flow_id)
);
