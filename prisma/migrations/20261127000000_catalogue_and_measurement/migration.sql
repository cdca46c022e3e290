-- Catalogue, ingest and evaluation. Every instant is a timestamptz.

-- ---------------------------------------------------------------------------------------------------------------------
-- Catalogue
-- ---------------------------------------------------------------------------------------------------------------------

-- A group has no position of its own. The page shows it where its first component is.
CREATE TABLE component_group (
  id serial PRIMARY KEY,
  public_id text NOT NULL UNIQUE CHECK (public_id ~ '^[a-z0-9]{12}$'),
  slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  created_at timestamptz NOT NULL
);

-- An archived component keeps its history and disappears from the page, badges, JSON and incident automation.
CREATE TABLE component (
  id serial PRIMARY KEY,
  public_id text NOT NULL UNIQUE CHECK (public_id ~ '^[a-z0-9]{12}$'),
  slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  description text,
  position int NOT NULL,
  group_id int REFERENCES component_group,
  target_millionths int NOT NULL CHECK (target_millionths BETWEEN 0 AND 999999),
  created_at timestamptz NOT NULL,
  archived_at timestamptz
);
CREATE INDEX component_group_id ON component (group_id);

-- How the probes of a component are evaluated. Shares of instances are in millionths.
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

-- The display name of a region. A region without a row is shown under the name that its probes carry.
CREATE TABLE region (
  name text PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 100),
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 100)
);

-- Where probes come from: an agent, the alerts of another monitoring system (edge), or a heartbeat.
--
-- A ping of a heartbeat is a probe of its `instance` of its component. Evaluation reads only quiet_after_ms; interval
-- and grace are kept beside their sum because people set and see those two.
--
-- Alertmanager never sends the end of some alerts. A firing alert that is not repeated within repeat_within_ms
-- therefore no longer counts as firing. `severities` holds the operator's mapping of severities, in addition to the
-- defaults. truncated_at and truncated_alerts describe the last notification from which the sender omitted alerts.
CREATE TABLE source (
  id serial PRIMARY KEY,
  name text NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 100),
  kind text NOT NULL DEFAULT 'agent' CHECK (kind IN ('agent', 'edge', 'heartbeat')),
  quiet_after_ms int CHECK (quiet_after_ms > 0),
  component_id int REFERENCES component,
  instance text CHECK (length(instance) BETWEEN 1 AND 200),
  interval_ms int CHECK (interval_ms > 0),
  grace_ms int CHECK (grace_ms >= 0),
  repeat_within_ms int NOT NULL DEFAULT 43200000 CHECK (repeat_within_ms > 0),
  severities jsonb NOT NULL DEFAULT '{}',
  truncated_at timestamptz,
  truncated_alerts int CHECK (truncated_alerts > 0),
  created_at timestamptz NOT NULL,
  CHECK ((kind = 'heartbeat') = (quiet_after_ms IS NOT NULL)),
  CONSTRAINT source_heartbeat_whole CHECK (num_nonnulls(component_id, instance, interval_ms, grace_ms) IN (0, 4)),
  CONSTRAINT source_heartbeat_kind CHECK (kind = 'heartbeat' OR component_id IS NULL),
  CONSTRAINT source_heartbeat_quiet CHECK (interval_ms IS NULL OR quiet_after_ms = interval_ms + grace_ms),
  CONSTRAINT source_truncated_whole CHECK ((truncated_at IS NULL) = (truncated_alerts IS NULL))
);
CREATE INDEX source_component_id ON source (component_id);

CREATE TABLE instance (
  id serial PRIMARY KEY,
  component_id int NOT NULL REFERENCES component,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  region text,
  zone text,
  created_at timestamptz NOT NULL,
  UNIQUE (component_id, name)
);

-- The view that one source has of one instance. Every probe belongs to a series.
CREATE TABLE series (
  id serial PRIMARY KEY,
  source_id int NOT NULL REFERENCES source,
  instance_id int NOT NULL REFERENCES instance,
  UNIQUE (source_id, instance_id)
);
CREATE INDEX series_instance_id ON series (instance_id);

-- The time of the last change of the catalogue, in one row. Answers carry this time instead of the current one, so that
-- they stay the same until something changes.
CREATE TABLE catalog_change (
  is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
  changed_at timestamptz NOT NULL
);

INSERT INTO component (public_id, slug, name, position, target_millionths, created_at) VALUES
  ('srvng4k7x2qd', 'serving', 'Serving', 1, 999000, '2020-01-01T00:00:00Z'),
  ('anlyt9m3w6hb', 'analytics', 'Analytics', 2, 999500, '2020-01-01T00:00:00Z');
INSERT INTO policy_version (component_id, version, effective_from)
SELECT id, 1, '1970-01-01T00:00:00Z' FROM component;
INSERT INTO catalog_change (changed_at) SELECT max(created_at) FROM component;

-- ---------------------------------------------------------------------------------------------------------------------
-- Ingest
-- ---------------------------------------------------------------------------------------------------------------------

-- The millisecond of the UTC day. Within a daily partition it identifies an instant in four bytes instead of eight.
CREATE FUNCTION day_ms(timestamptz) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN ((date_part('epoch', $1 - timestamptz '2000-01-01 00:00:00+00') * 1000)::bigint % 86400000)::int;

-- One sample of one instance. The row holds only 24 bytes of data because this table grows fastest.
-- health: 0 withdrawn, 1 retired, 2 up, 3 degraded, 4 down. received_after_s is capped at 32767.
--
-- The table has one partition per UTC day, which the application creates and drops. The key is a unique index on
-- (day_ms(observed_at), series_id) of each partition: PostgreSQL allows no expression in a key of the whole table.
CREATE TABLE probe (
  observed_at timestamptz NOT NULL,
  series_id int NOT NULL,
  data_age_ms int,
  latency_us int,
  health smallint NOT NULL CHECK (health BETWEEN 0 AND 4),
  received_after_s smallint NOT NULL
) PARTITION BY RANGE (observed_at);

-- The days that have or had a partition. dropped_at stays set when a later backfill creates the partition again: its
-- first probes are lost, so the state runs remain the only complete record of that day.
CREATE TABLE probe_day (
  day timestamptz PRIMARY KEY,
  written_at timestamptz NOT NULL,
  dropped_at timestamptz
);

-- The watermark of each process that ingests probes: everything that reached the process before stored_up_to is stored.
-- Evaluation stops at the lowest watermark. `beat` grows with each report and shows that the process is alive.
-- `held` lists the exceptions: the id of a source whose deliveries are not stored, and the arrival of the earliest of
-- them in Unix milliseconds.
CREATE TABLE ingest_process (
  name text PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 100),
  watermark timestamptz NOT NULL,
  beat bigint NOT NULL DEFAULT 0,
  held jsonb NOT NULL DEFAULT '{}'
);

-- How fresh the deliveries of each agent are. This detects silent agents and wrong clocks.
-- observed_at is the newest instant among the accepted probes, received_at the time of its receipt, and live_at the
-- newest instant that arrived soon enough to count as live reporting.
-- A lag is the time from the newest probe of a delivery to its receipt. lag_ms is the lowest lag since lag_from, and
-- earlier_lag_ms the lowest of the minute before that, null during the first minute.
CREATE TABLE source_contact (
  source_id int PRIMARY KEY REFERENCES source,
  contact_at timestamptz NOT NULL,
  observed_at timestamptz,
  received_at timestamptz,
  live_at timestamptz,
  lag_from timestamptz NOT NULL,
  lag_ms int NOT NULL,
  earlier_lag_ms int,
  CHECK ((observed_at IS NULL) = (received_at IS NULL))
);

-- The firing periods [from_at, to_at) of alerts from sources of kind edge. The fingerprint and starts_at identify an
-- alert, which may end and fire again. Rows are kept for 14 days after the end so that repeats are recognised.
-- health is 2 for alerts of severity none: the instance is up while such an alert fires.
-- known_until is the time until which the alert counts as firing unless it is repeated, or null if it needs no
-- repetition. If it equals from_at, the row only records that the state is unknown.
CREATE TABLE alert (
  series_id int NOT NULL REFERENCES series,
  fingerprint text NOT NULL,
  starts_at timestamptz NOT NULL,
  from_at timestamptz NOT NULL,
  to_at timestamptz,
  known_until timestamptz,
  health smallint NOT NULL CHECK (health BETWEEN 2 AND 4),
  PRIMARY KEY (series_id, fingerprint, starts_at, from_at),
  CHECK (to_at >= from_at)
);

-- Copies of the probes that alerts produced, ordered by series. The key of the probe table starts with the time, so
-- finding the last state of one instance there would mean reading the probes of all other instances.
CREATE TABLE alert_step (
  series_id int NOT NULL REFERENCES series,
  at timestamptz NOT NULL,
  health smallint NOT NULL CHECK (health BETWEEN 2 AND 4),
  PRIMARY KEY (series_id, at)
);

-- Instants from which the state of a series is unknown until its next probe. They are not stored as probes because a
-- lapse in the future moves with each repetition of its alert.
CREATE TABLE alert_lapse (
  series_id int NOT NULL REFERENCES series,
  at timestamptz NOT NULL,
  PRIMARY KEY (series_id, at)
);
CREATE INDEX alert_lapse_at ON alert_lapse (at);

-- ---------------------------------------------------------------------------------------------------------------------
-- Evaluation
-- ---------------------------------------------------------------------------------------------------------------------

-- Time ranges with new data that evaluation has not processed yet. The statement that stores probes also writes their
-- range, so no probe can be missed.
CREATE TABLE dirty_range (
  id bigserial PRIMARY KEY,
  from_at timestamptz NOT NULL,
  to_at timestamptz NOT NULL
);

-- New policy versions whose effect is not evaluated yet, from from_at to the end of the record.
CREATE TABLE re_evaluation (
  component_id int NOT NULL,
  version int NOT NULL,
  from_at timestamptz NOT NULL,
  PRIMARY KEY (component_id, version),
  FOREIGN KEY (component_id, version) REFERENCES policy_version (component_id, version)
);

-- Every evaluation increments `number` in this single row. The row lock admits one process at a time, and the number
-- shows a process whether another one has evaluated in between.
CREATE TABLE evaluation_sequence (
  is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
  number bigint NOT NULL DEFAULT 0
);
INSERT INTO evaluation_sequence DEFAULT VALUES;

-- The changes of state of each series. A state lasts from `at` until the next row of the series.
-- state: 0 up, 1 degraded, 2 stale, 3 down, 4 silent, 5 unknown, 6 retired.
CREATE TABLE state_run (
  series_id int NOT NULL REFERENCES series,
  at timestamptz NOT NULL,
  state smallint NOT NULL CHECK (state BETWEEN 0 AND 6),
  PRIMARY KEY (series_id, at)
);
CREATE INDEX state_run_at ON state_run (at);

-- The status of a component before confirmation and recovery times are applied. It also lasts until the next row.
CREATE TABLE raw_status (
  component_id int NOT NULL REFERENCES component,
  at timestamptz NOT NULL,
  status text NOT NULL,
  PRIMARY KEY (component_id, at)
);

-- The status that SLA figures are computed from. The open interval has no to_at and is valid until
-- current_state.evaluated_until. Evaluation replaces intervals in several statements, so the check for overlaps is
-- deferred to the end of the transaction.
CREATE TABLE status_interval (
  component_id int NOT NULL REFERENCES component,
  from_at timestamptz NOT NULL,
  to_at timestamptz,
  status text NOT NULL CHECK (status IN
    ('operational', 'degraded_performance', 'partial_outage', 'major_outage', 'unknown', 'not_monitored')),
  PRIMARY KEY (component_id, from_at),
  CHECK (to_at IS NULL OR to_at > from_at),
  EXCLUDE USING gist (int4range(component_id, component_id, '[]') WITH &&, tstzrange(from_at, to_at) WITH &&)
    DEFERRABLE INITIALLY DEFERRED
);
-- Incident automation reads the recent outages after each evaluation.
CREATE INDEX status_interval_outage ON status_interval ((COALESCE(to_at, 'infinity')))
  WHERE status IN ('partial_outage', 'major_outage');

-- The state of each component at the end of the record. Only evaluation writes it.
-- `counts` holds the number of instances in each state, and `regions` the same per region, with the key '' for
-- instances without a region. alive_at is the last time at which a source of the component was known to be alive. It
-- separates a silent instance from a silent source. changed_at is the time of the last change that readers can see.
CREATE TABLE current_state (
  component_id int PRIMARY KEY REFERENCES component,
  evaluated_until timestamptz NOT NULL,
  status text NOT NULL,
  since timestamptz NOT NULL,
  phase text NOT NULL CHECK (phase IN ('steady', 'possible', 'recovering')),
  phase_since timestamptz,
  counts jsonb NOT NULL,
  worst_data_age_ms int,
  latest_observed_at timestamptz,
  alive_at timestamptz,
  regions jsonb NOT NULL DEFAULT '{}',
  changed_at timestamptz NOT NULL
);

-- The figures of each minute, which remain after its probes are dropped. A figure is null if no probe contained it.
-- `probes` is the number of probes.
CREATE TABLE minute_rollup (
  component_id int NOT NULL REFERENCES component,
  minute timestamptz NOT NULL,
  probes int NOT NULL CHECK (probes > 0),
  data_age_median_ms int,
  data_age_worst_ms int,
  latency_median_us int,
  latency_p95_us int,
  PRIMARY KEY (component_id, minute)
);

-- Time ranges that are evaluated, but not yet included in minute_rollup.
CREATE TABLE minute_dirty_range (
  id bigserial PRIMARY KEY,
  from_at timestamptz NOT NULL,
  to_at timestamptz NOT NULL
);
