-- Who is called, as host and port: so that what is due for one receiver is found without passing over what is due for others, and
-- one that never answers is not given every attempt that there is.
ALTER TABLE webhook_deliveries ADD COLUMN receiver text NOT NULL DEFAULT '';
UPDATE webhook_deliveries SET receiver = lower(coalesce(substring(url FROM '^[^:]+://(?:[^/?#]*@)?([^/?#@]*)'), ''));
ALTER TABLE webhook_deliveries ALTER COLUMN receiver DROP DEFAULT;
DROP INDEX webhook_deliveries_due;
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (receiver, next_attempt_at) WHERE state IN ('waiting', 'sending');
