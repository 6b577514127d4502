-- API processes that live, so that every worker finds all of them and opens its live channel to each.
CREATE TABLE api_processes (
  id text PRIMARY KEY,
  -- Loopback addresses are meant for workers of this host alone.
  host text NOT NULL,
  url text NOT NULL,
  started_at timestamptz NOT NULL DEFAULT now(),
  heartbeat_at timestamptz NOT NULL DEFAULT now()
);
