-- Alertmanager never sends the end of some alerts. A firing alert that its sender does not repeat within repeat_within_ms is no longer known to fire.
-- severities: what the operator says that severities mean, beside the defaults. truncated_at, truncated_alerts: the last notification that left alerts out.
ALTER TABLE source
  ADD COLUMN repeat_within_ms int NOT NULL DEFAULT 43200000 CHECK (repeat_within_ms > 0),
  ADD COLUMN severities jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN truncated_at timestamptz,
  ADD COLUMN truncated_alerts int CHECK (truncated_alerts > 0),
  ADD CONSTRAINT source_truncated_whole CHECK ((truncated_at IS NULL) = (truncated_alerts IS NULL));

-- Up to when an alert is known to fire unless it is repeated; null where it needs no repetition. Equal to from_at: it only says that the state is unknown.
ALTER TABLE alert ADD COLUMN known_until timestamptz;
UPDATE alert SET known_until = now() + interval '12 hours' WHERE to_at IS NULL AND health > 2;

-- Instants from which the state of an instance is unknown, until the next observation of its series. One that lies in the future moves with each
-- repetition, which is why these are no observations.
CREATE TABLE alert_lapse (
  series_id int NOT NULL REFERENCES series,
  at timestamptz NOT NULL,
  PRIMARY KEY (series_id, at)
);
CREATE INDEX alert_lapse_at ON alert_lapse (at);
INSERT INTO alert_lapse (series_id, at) SELECT DISTINCT series_id, known_until FROM alert WHERE known_until IS NOT NULL;
