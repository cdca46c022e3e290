-- earlier_secrets: those that were replaced, the newest first, each with its end: [{"secret", "until"}]. Each signs until
-- its own end, so that a second rotation does not break receivers that still use an earlier secret.
ALTER TABLE subscriber ADD COLUMN earlier_secrets jsonb NOT NULL DEFAULT '[]'
  CHECK (jsonb_typeof(earlier_secrets) = 'array');
UPDATE subscriber SET earlier_secrets = jsonb_build_array(jsonb_build_object('secret', previous_secret, 'until',
  to_char(previous_secret_until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
WHERE previous_secret IS NOT NULL;
ALTER TABLE subscriber DROP COLUMN previous_secret, DROP COLUMN previous_secret_until;
