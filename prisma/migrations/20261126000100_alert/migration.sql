-- What is known of the alerts of sources of kind edge. An alert is named by its fingerprint and startsAt; each row is one time for which it
-- fires, [from_at, to_at): it may end and fire again. Kept for 14 days after its end, so that repeats are known for what they are.
CREATE TABLE alert (
  series_id int NOT NULL REFERENCES series,
  fingerprint text NOT NULL,
  starts_at timestamptz NOT NULL,
  from_at timestamptz NOT NULL,
  to_at timestamptz,
  health smallint NOT NULL CHECK (health IN (3, 4)),
  PRIMARY KEY (series_id, fingerprint, starts_at, from_at),
  CHECK (to_at >= from_at)
);

-- The observations that were stored because of alerts, again, by series: what an instance was last said to be cannot be asked of the
-- observations themselves without reading those of everybody else.
CREATE TABLE alert_step (
  series_id int NOT NULL REFERENCES series,
  at timestamptz NOT NULL,
  health smallint NOT NULL CHECK (health BETWEEN 2 AND 4),
  PRIMARY KEY (series_id, at)
);
