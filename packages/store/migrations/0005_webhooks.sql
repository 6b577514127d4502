-- Receivers that a tenant set up once, for a key or for all of its keys.
CREATE TABLE webhook_endpoints (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants,
  key_id uuid REFERENCES api_keys,
  url text NOT NULL,
  -- In clear, because it signs; it leaves the database for signing alone.
  secret text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  disabled_at timestamptz
);
CREATE INDEX webhook_endpoints_by_tenant ON webhook_endpoints (tenant_id, id);

-- A receiver named by one submission.
CREATE TABLE submission_webhooks (
  submission_id uuid PRIMARY KEY REFERENCES submissions ON DELETE CASCADE,
  url text NOT NULL,
  secret text NOT NULL
);

CREATE TABLE webhook_deliveries (
  -- The webhook-id header: the same for every attempt.
  id text PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants,
  submission_id uuid REFERENCES submissions ON DELETE CASCADE,
  endpoint_id uuid REFERENCES webhook_endpoints ON DELETE SET NULL,
  url text NOT NULL,
  secret text NOT NULL,
  event text NOT NULL,
  body bytea NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sending', 'delivered', 'dead')),
  attempts integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz DEFAULT now(),
  lease_epoch integer NOT NULL DEFAULT 0,
  leased_until timestamptz,
  give_up_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz,
  reason text
);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (next_attempt_at) WHERE state IN ('waiting', 'sending');
CREATE INDEX webhook_deliveries_by_tenant ON webhook_deliveries (tenant_id, created_at, id);
CREATE INDEX webhook_deliveries_by_submission ON webhook_deliveries (submission_id);
CREATE INDEX webhook_deliveries_by_endpoint ON webhook_deliveries (endpoint_id);

CREATE TABLE webhook_attempts (
  delivery_id text NOT NULL REFERENCES webhook_deliveries ON DELETE CASCADE,
  number integer NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  -- Null where no answer came; then error says why.
  status integer,
  error text,
  duration bigint NOT NULL,
  PRIMARY KEY (delivery_id, number)
);
