-- What ingest knows of each agent besides its observations: how new they were when they came, which tells of blindness and of wrong clocks.
-- seen_at: the newest instant that it observed, of what was taken; heard_at: when that came. lag: from the newest observation of a delivery to its
-- receipt, the least of those since lag_from; earlier_lag: the least of the minute before, null in the first.
CREATE TABLE source_contact (
  source_id int PRIMARY KEY REFERENCES source,
  contact_at timestamptz NOT NULL,
  seen_at timestamptz,
  heard_at timestamptz,
  lag_from timestamptz NOT NULL,
  lag_ms int NOT NULL,
  earlier_lag_ms int,
  CHECK ((seen_at IS NULL) = (heard_at IS NULL))
);
