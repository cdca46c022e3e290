-- The spine: catalogue, sources, raw observations, read models, tokens. All instants are timestamptz.

CREATE TABLE component (
  id serial PRIMARY KEY,
  public_id text NOT NULL UNIQUE CHECK (public_id ~ '^[a-z0-9]{12}$'),
  slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  description text,
  position int NOT NULL,
  target_millionths int NOT NULL CHECK (target_millionths BETWEEN 0 AND 999999),
  created_at timestamptz NOT NULL
);

CREATE TABLE policy_version (
  component_id int NOT NULL REFERENCES component,
  version int NOT NULL CHECK (version > 0),
  effective_from timestamptz NOT NULL,
  silence_after_ms int NOT NULL DEFAULT 30000 CHECK (silence_after_ms BETWEEN 1000 AND 3600000),
  data_age_limit_ms int NOT NULL DEFAULT 120000 CHECK (data_age_limit_ms BETWEEN 0 AND 2000000000),
  latency_limit_us int CHECK (latency_limit_us BETWEEN 0 AND 2000000000),
  degraded_at int NOT NULL DEFAULT 20000 CHECK (degraded_at BETWEEN 0 AND 1000000),
  partial_at int NOT NULL DEFAULT 100000 CHECK (partial_at BETWEEN 0 AND 1000000),
  major_at int NOT NULL DEFAULT 500000 CHECK (major_at BETWEEN 0 AND 1000000),
  coverage_floor int NOT NULL DEFAULT 500000 CHECK (coverage_floor BETWEEN 0 AND 1000000),
  confirm_for_ms int NOT NULL DEFAULT 30000 CHECK (confirm_for_ms BETWEEN 0 AND 3600000),
  recover_for_ms int NOT NULL DEFAULT 60000 CHECK (recover_for_ms BETWEEN 0 AND 3600000),
  PRIMARY KEY (component_id, version),
  UNIQUE (component_id, effective_from)
);

CREATE TABLE source (
  id serial PRIMARY KEY,
  name text NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 100),
  kind text NOT NULL DEFAULT 'agent' CHECK (kind IN ('agent', 'edge', 'heartbeat')),
  quiet_after_ms int CHECK (quiet_after_ms > 0),
  created_at timestamptz NOT NULL,
  CHECK ((kind = 'heartbeat') = (quiet_after_ms IS NOT NULL))
);

CREATE TABLE instance (
  id serial PRIMARY KEY,
  component_id int NOT NULL REFERENCES component,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  region text,
  zone text,
  created_at timestamptz NOT NULL,
  UNIQUE (component_id, name)
);

-- One source's view of one instance: what an observation belongs to.
CREATE TABLE series (
  id serial PRIMARY KEY,
  source_id int NOT NULL REFERENCES source,
  instance_id int NOT NULL REFERENCES instance,
  UNIQUE (source_id, instance_id)
);
CREATE INDEX series_instance_id ON series (instance_id);

-- Narrow on purpose: 24 bytes of data a row, and a key that grows at its right end because probes arrive in order of time.
-- health: 0 withdrawn, 1 retired, 2 up, 3 degraded, 4 down. received_after_s saturates at 32767.
CREATE TABLE observation (
  observed_at timestamptz NOT NULL,
  series_id int NOT NULL,
  data_age_ms int,
  latency_us int,
  health smallint NOT NULL CHECK (health BETWEEN 0 AND 4),
  received_after_s smallint NOT NULL,
  PRIMARY KEY (observed_at, series_id)
) PARTITION BY RANGE (observed_at);

-- A row per daily partition. dropped_at stays set when a later backfill makes the partition again: what it held at first is gone,
-- and state runs are the only record of that day.
CREATE TABLE observation_day (
  day timestamptz PRIMARY KEY,
  written_at timestamptz NOT NULL,
  dropped_at timestamptz
);

-- What ingest touched and evaluation has not judged yet; written in the statement that stores the observations.
CREATE TABLE touched_span (
  id bigserial PRIMARY KEY,
  from_at timestamptz NOT NULL,
  to_at timestamptz NOT NULL
);

-- States are steps: each holds from `at` until the series' next. 0 up, 1 degraded, 2 stale, 3 down, 4 silent, 5 unknown, 6 retired.
CREATE TABLE state_run (
  series_id int NOT NULL REFERENCES series,
  at timestamptz NOT NULL,
  state smallint NOT NULL CHECK (state BETWEEN 0 AND 6),
  PRIMARY KEY (series_id, at)
);
CREATE INDEX state_run_at ON state_run (at);

CREATE TABLE raw_status (
  component_id int NOT NULL REFERENCES component,
  at timestamptz NOT NULL,
  status text NOT NULL,
  PRIMARY KEY (component_id, at)
);

-- The open interval has no end; it holds up to component_head.judged_up_to.
CREATE TABLE status_interval (
  component_id int NOT NULL REFERENCES component,
  from_at timestamptz NOT NULL,
  to_at timestamptz,
  status text NOT NULL CHECK (status IN ('operational', 'degraded_performance', 'partial_outage', 'major_outage', 'unknown', 'not_monitored')),
  PRIMARY KEY (component_id, from_at),
  CHECK (to_at IS NULL OR to_at > from_at),
  EXCLUDE USING gist (int4range(component_id, component_id, '[]') WITH &&, tstzrange(from_at, to_at) WITH &&) DEFERRABLE INITIALLY DEFERRED
);

-- What is seen at the head of the record; one row a component, written by evaluation alone.
CREATE TABLE component_head (
  component_id int PRIMARY KEY REFERENCES component,
  judged_up_to timestamptz NOT NULL,
  status text NOT NULL,
  since timestamptz NOT NULL,
  phase text NOT NULL CHECK (phase IN ('steady', 'possible', 'recovering')),
  phase_since timestamptz,
  counts jsonb NOT NULL,
  worst_data_age_ms int,
  latest_observed_at timestamptz
);

CREATE TABLE token (
  id serial PRIMARY KEY,
  name text NOT NULL,
  prefix text NOT NULL UNIQUE,
  hash bytea NOT NULL CHECK (length(hash) = 32),
  scopes text[] NOT NULL CHECK (cardinality(scopes) > 0),
  source_id int REFERENCES source,
  created_at timestamptz NOT NULL,
  expires_at timestamptz,
  revoked_at timestamptz
);
CREATE INDEX token_source_id ON token (source_id);

INSERT INTO component (public_id, slug, name, position, target_millionths, created_at) VALUES
  ('srvng4k7x2qd', 'serving', 'Serving', 1, 999000, '2020-01-01T00:00:00Z'),
  ('anlyt9m3w6hb', 'analytics', 'Analytics', 2, 999500, '2020-01-01T00:00:00Z');
INSERT INTO policy_version (component_id, version, effective_from) SELECT id, 1, '1970-01-01T00:00:00Z' FROM component;
