-- Who may do what. Everything that is ever stored belongs to a tenant.

CREATE TABLE tenants (
  id uuid PRIMARY KEY,
  name text NOT NULL UNIQUE CHECK (name <> ''),
  created_at timestamptz NOT NULL DEFAULT now()
);

-- People, programs and users of other systems. They own what they submit: a key is never an owner, or history would
-- die when the key is rotated.
CREATE TABLE principals (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants,
  kind text NOT NULL CHECK (kind IN ('service', 'person', 'external')),
  name text NOT NULL,
  -- The id by which the tenant's own system knows it.
  external_id text,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (tenant_id, id),
  UNIQUE (tenant_id, kind, external_id)
);

CREATE TABLE api_keys (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants,
  principal_id uuid NOT NULL,
  name text NOT NULL,
  -- SHA-256 of a token of 256 random bits: nothing to guess, so nothing to slow down with salt or rounds.
  token_hash bytea NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32),
  -- The first characters of the token, by which a person tells keys apart.
  prefix text NOT NULL,
  scopes text[] NOT NULL CHECK (scopes <@ ARRAY['submit', 'read', 'admin'] AND cardinality(scopes) > 0),
  -- Where they are null, the service's own settings hold.
  requests_per_minute integer CHECK (requests_per_minute > 0),
  cpu_per_hour bigint CHECK (cpu_per_hour > 0),
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz,
  FOREIGN KEY (tenant_id, principal_id) REFERENCES principals (tenant_id, id)
);
CREATE INDEX api_keys_by_tenant ON api_keys (tenant_id, id);

CREATE TABLE settings (
  name text PRIMARY KEY,
  value jsonb NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now()
);
