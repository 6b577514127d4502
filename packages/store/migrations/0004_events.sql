-- What happened to a submission, numbered by whoever held its lease. Epoch 0 is before the first lease.
CREATE TABLE events (
  submission_id uuid NOT NULL REFERENCES submissions ON DELETE CASCADE,
  epoch integer NOT NULL,
  seq integer NOT NULL,
  kind text NOT NULL,
  data jsonb NOT NULL,
  -- Output of the program, for kinds that carry it.
  bytes bytea,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (submission_id, epoch, seq)
);

-- Facts for other features, written in the transaction of the fact, one row for each consumer. A consumer deletes its
-- row in the transaction of what it did. Ids only make rows distinct: commits arrive out of their order.
CREATE TABLE outbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  consumer text NOT NULL,
  topic text NOT NULL,
  tenant_id uuid NOT NULL,
  submission_id uuid,
  payload jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  attempts integer NOT NULL DEFAULT 0,
  retry_at timestamptz NOT NULL DEFAULT now(),
  error text
);
CREATE INDEX outbox_by_consumer ON outbox (consumer, id);
