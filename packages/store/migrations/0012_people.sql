-- What administrators do with accounts, and people with their own.

-- Sessions are told apart by an id that is no secret. The browser is named as its owner would, as in "Firefox on Linux".
ALTER TABLE sessions ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE;
ALTER TABLE sessions ADD COLUMN browser text NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN seen_at timestamptz NOT NULL DEFAULT now();

-- A link by which somebody sets a new password, once. A newer one takes the place of the one before.
CREATE TABLE password_links (
  principal_id uuid PRIMARY KEY REFERENCES people ON DELETE CASCADE,
  token_hash bytea NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32),
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL
);
CREATE INDEX password_links_by_end ON password_links (expires_at);

-- Who did what with which account. Rows are only ever added.
CREATE TABLE account_changes (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants,
  by_id uuid NOT NULL,
  -- Null for an invitation: there is no account yet.
  person_id uuid REFERENCES people,
  kind text NOT NULL CHECK (kind <> ''),
  details jsonb NOT NULL DEFAULT '{}',
  at timestamptz NOT NULL DEFAULT now(),
  FOREIGN KEY (tenant_id, by_id) REFERENCES principals (tenant_id, id)
);
CREATE INDEX account_changes_by_tenant ON account_changes (tenant_id, id DESC);
