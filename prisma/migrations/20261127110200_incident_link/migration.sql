-- Incidents that have to do with each other: one row a pair, the smaller id first.
CREATE TABLE incident_link (
  one_id integer NOT NULL REFERENCES incident (id),
  other_id integer NOT NULL REFERENCES incident (id),
  author_kind text NOT NULL,
  author_id text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (one_id, other_id),
  CHECK (one_id < other_id)
);
CREATE INDEX incident_link_other_id ON incident_link (other_id);
