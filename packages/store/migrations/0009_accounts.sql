-- People who sign in, what they share, and what other sites may do in their name for a while. Of every secret only the
-- SHA-256 of 256 random bits is kept; of a password, what scrypt makes of it.

-- Principals of kind 'person' that have an account. What they submitted outlives it.
CREATE TABLE people (
  principal_id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants,
  -- As it is compared: lower case.
  login text NOT NULL CHECK (login = lower(login) AND login <> ''),
  -- `scrypt$log2 N$r$p$salt$hash`; null where another provider vouches.
  password text,
  role text NOT NULL CHECK (role IN ('submitter', 'setter', 'teacher', 'admin')),
  -- Who vouches, and as whom it knows the person.
  issuer text,
  subject text,
  created_at timestamptz NOT NULL DEFAULT now(),
  disabled_at timestamptz,
  UNIQUE (tenant_id, login),
  UNIQUE (issuer, subject),
  CHECK ((issuer IS NULL) = (subject IS NULL)),
  FOREIGN KEY (tenant_id, principal_id) REFERENCES principals (tenant_id, id)
);

CREATE TABLE sessions (
  token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
  principal_id uuid NOT NULL REFERENCES people ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL
);
CREATE INDEX sessions_by_person ON sessions (principal_id);
CREATE INDEX sessions_by_end ON sessions (expires_at);

-- A link that makes one account.
CREATE TABLE invitations (
  token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
  tenant_id uuid NOT NULL REFERENCES tenants,
  role text NOT NULL CHECK (role IN ('submitter', 'setter', 'teacher', 'admin')),
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL
);

-- Programs behind a link. Whoever has it may read it.
CREATE TABLE shares (
  id text PRIMARY KEY,
  tenant_id uuid NOT NULL,
  principal_id uuid NOT NULL,
  -- JSON as text in UTF-8: jsonb cannot hold a NUL, and a source can.
  content bytea NOT NULL CHECK (octet_length(content) <= 1048576),
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  FOREIGN KEY (tenant_id, principal_id) REFERENCES principals (tenant_id, id)
);
CREATE INDEX shares_by_end ON shares (expires_at);

-- What a page elsewhere hands to the frame in it: it acts for one principal, and may submit and read its own alone.
CREATE TABLE embed_tokens (
  token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
  tenant_id uuid NOT NULL,
  principal_id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  FOREIGN KEY (tenant_id, principal_id) REFERENCES principals (tenant_id, id)
);
CREATE INDEX embed_tokens_by_end ON embed_tokens (expires_at);
