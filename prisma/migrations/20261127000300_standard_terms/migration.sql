-- A source without probes is silent, and an outage without an incident is unpublished.
ALTER TABLE source RENAME COLUMN quiet_after_ms TO silent_after_ms;
ALTER TABLE source RENAME CONSTRAINT source_quiet_after_ms_check TO source_silent_after_ms_check;
ALTER TABLE source RENAME CONSTRAINT source_heartbeat_quiet TO source_heartbeat_silent;
UPDATE staff_alert SET about = jsonb_set(about, '{of}', '"unpublished"')
WHERE about->>'kind' = 'contradiction' AND about->>'of' = 'untold';
