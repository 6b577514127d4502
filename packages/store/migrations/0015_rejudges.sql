-- Judging again of very many: picking them, letting them count and putting them away go on bit by bit, each bit a transaction of its
-- own, and go on where they were when a process dies in between.
ALTER TABLE rejudges
  ADD COLUMN work text CHECK (work IN ('pick', 'apply', 'tidy')),
  -- The last submission that the work has passed.
  ADD COLUMN work_after uuid,
  -- When the work last went on: boards stand still while results are let count, but not for a work that is stuck.
  ADD COLUMN worked_at timestamptz NOT NULL DEFAULT now(),
  -- What is picked, resolved; and between which versions the checkers alone run again.
  ADD COLUMN picking jsonb;
CREATE INDEX rejudges_working ON rejudges (id) WHERE work IS NOT NULL;
