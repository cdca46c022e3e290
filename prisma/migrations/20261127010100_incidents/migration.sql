-- Incidents: what people say of outages, and what probes showed of them.

CREATE TABLE incident (
  id serial PRIMARY KEY,
  public_id text NOT NULL UNIQUE CHECK (public_id ~ '^[a-z0-9]{12}$'),
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  origin text NOT NULL CHECK (origin IN ('automatic', 'staff', 'backfill')),
  state text NOT NULL CHECK (state IN ('detected', 'investigating', 'identified', 'monitoring', 'resolved', 'postmortem')),
  moved_at timestamptz NOT NULL,
  started_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  -- The first public word; until then nothing of it is public.
  public_at timestamptz,
  held_until timestamptz,
  confirmed_at timestamptz,
  monitoring_at timestamptz,
  resolved_at timestamptz,
  withdrawn_at timestamptz,
  withdrawn_reason text,
  merged_into_id int REFERENCES incident,
  updated_at timestamptz NOT NULL,
  is_open_automatic boolean NOT NULL GENERATED ALWAYS AS
    (origin = 'automatic' AND state NOT IN ('resolved', 'postmortem') AND withdrawn_at IS NULL AND merged_into_id IS NULL) STORED,
  CHECK ((withdrawn_at IS NULL) = (withdrawn_reason IS NULL)),
  CHECK (state NOT IN ('resolved', 'postmortem') OR resolved_at IS NOT NULL),
  CHECK (merged_into_id IS NULL OR (merged_into_id <> id AND withdrawn_at IS NULL)),
  UNIQUE (id, is_open_automatic)
);
CREATE INDEX incident_merged_into_id ON incident (merged_into_id);
CREATE INDEX incident_started_at ON incident (started_at, id);
CREATE INDEX incident_open ON incident (id) WHERE state NOT IN ('resolved', 'postmortem') AND withdrawn_at IS NULL AND merged_into_id IS NULL;

-- Components that an incident names, with what was last said of each. The flag follows the incident's, so that the index below can hold the
-- rule that one component has one open automatic incident.
CREATE TABLE incident_component (
  incident_id int NOT NULL,
  component_id int NOT NULL REFERENCES component,
  status text NOT NULL CHECK (status IN ('operational', 'degraded_performance', 'partial_outage', 'major_outage')),
  is_open_automatic boolean NOT NULL,
  PRIMARY KEY (incident_id, component_id),
  FOREIGN KEY (incident_id, is_open_automatic) REFERENCES incident (id, is_open_automatic) ON UPDATE CASCADE
);
CREATE INDEX incident_component_flag ON incident_component (incident_id, is_open_automatic);
CREATE INDEX incident_component_component_id ON incident_component (component_id);
CREATE UNIQUE INDEX incident_component_one_open ON incident_component (component_id) WHERE is_open_automatic;

-- What probes showed: written by the keeper alone. `level` is the worst that was told: 2 partly down, 3 down.
CREATE TABLE episode (
  id serial PRIMARY KEY,
  incident_id int NOT NULL REFERENCES incident,
  component_id int NOT NULL REFERENCES component,
  from_at timestamptz NOT NULL,
  to_at timestamptz,
  level smallint NOT NULL CHECK (level IN (2, 3)),
  confirmed_at timestamptz NOT NULL,
  -- Late data shows no outage there any more.
  erased_at timestamptz,
  CHECK (to_at > from_at),
  EXCLUDE USING gist (int4range(component_id, component_id, '[]') WITH &&, tstzrange(from_at, to_at) WITH &&) WHERE (erased_at IS NULL) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX episode_incident_id ON episode (incident_id, from_at);
CREATE INDEX episode_component_id ON episode (component_id);
CREATE INDEX episode_end ON episode ((COALESCE(to_at, 'infinity')));

CREATE TABLE incident_update (
  id serial PRIMARY KEY,
  public_id text NOT NULL UNIQUE CHECK (public_id ~ '^[a-z0-9]{12}$'),
  incident_id int NOT NULL REFERENCES incident,
  state text NOT NULL CHECK (state IN ('detected', 'investigating', 'identified', 'monitoring', 'resolved', 'postmortem')),
  body text NOT NULL CHECK (length(body) BETWEEN 1 AND 20000),
  audience text[] NOT NULL CHECK (cardinality(audience) > 0 AND audience <@ ARRAY['public', 'internal']),
  notifies boolean NOT NULL,
  author_kind text NOT NULL CHECK (author_kind IN ('staff', 'token', 'system')),
  author_id text NOT NULL,
  occurred_at timestamptz NOT NULL,
  published_at timestamptz NOT NULL,
  next_update_by timestamptz,
  version int NOT NULL DEFAULT 1 CHECK (version > 0),
  edited_at timestamptz,
  retracted_at timestamptz,
  retracted_reason text,
  CHECK (occurred_at <= published_at),
  CHECK (next_update_by > published_at),
  CHECK ((version > 1) = (edited_at IS NOT NULL)),
  CHECK ((retracted_at IS NULL) = (retracted_reason IS NULL))
);
CREATE INDEX incident_update_incident_id ON incident_update (incident_id, occurred_at, id);

-- Every text that an update ever had, the present one too.
CREATE TABLE incident_update_version (
  update_id int NOT NULL REFERENCES incident_update,
  version int NOT NULL CHECK (version > 0),
  body text NOT NULL,
  occurred_at timestamptz NOT NULL,
  saved_at timestamptz NOT NULL,
  author_kind text NOT NULL,
  author_id text NOT NULL,
  PRIMARY KEY (update_id, version)
);
CREATE TRIGGER incident_update_version_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON incident_update_version FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What an update says of components: the impact of an incident over time.
CREATE TABLE incident_impact (
  update_id int NOT NULL REFERENCES incident_update,
  component_id int NOT NULL REFERENCES component,
  old_status text NOT NULL CHECK (old_status IN ('operational', 'degraded_performance', 'partial_outage', 'major_outage')),
  new_status text NOT NULL CHECK (new_status IN ('operational', 'degraded_performance', 'partial_outage', 'major_outage')),
  PRIMARY KEY (update_id, component_id)
);
CREATE INDEX incident_impact_component_id ON incident_impact (component_id);

-- Internal notes: in a table of their own, which nothing public reads.
CREATE TABLE incident_note (
  id serial PRIMARY KEY,
  incident_id int NOT NULL REFERENCES incident,
  body text NOT NULL CHECK (length(body) BETWEEN 1 AND 20000),
  author_kind text NOT NULL CHECK (author_kind IN ('staff', 'token', 'system')),
  author_id text NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE INDEX incident_note_incident_id ON incident_note (incident_id, id);

CREATE TABLE incident_draft (
  incident_id int PRIMARY KEY REFERENCES incident,
  content jsonb NOT NULL,
  version int NOT NULL CHECK (version > 0),
  author_kind text NOT NULL,
  author_id text NOT NULL,
  saved_at timestamptz NOT NULL
);

-- Requests that carry an Idempotency-Key, with what they were answered.
CREATE TABLE incident_request (
  actor_kind text NOT NULL,
  actor_id text NOT NULL,
  key text NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
  digest bytea NOT NULL CHECK (length(digest) = 32),
  answer jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (actor_kind, actor_id, key)
);

CREATE TABLE update_template (
  id serial PRIMARY KEY,
  name text NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 100),
  title text CHECK (length(title) BETWEEN 1 AND 200),
  body text NOT NULL CHECK (length(body) BETWEEN 1 AND 20000),
  state text CHECK (state IN ('detected', 'investigating', 'identified', 'monitoring', 'resolved', 'postmortem')),
  version int NOT NULL DEFAULT 1 CHECK (version > 0),
  saved_at timestamptz NOT NULL
);

-- How a component's outages become incidents; without a row, the defaults of domain/kept-incident.ts hold.
CREATE TABLE incident_setting (
  component_id int PRIMARY KEY REFERENCES component,
  publish text NOT NULL CHECK (publish IN ('at_once', 'held', 'never')),
  hold_ms int NOT NULL CHECK (hold_ms BETWEEN 0 AND 86400000),
  resolve text NOT NULL CHECK (resolve IN ('by_person', 'automatically')),
  rejoin_within_ms int NOT NULL CHECK (rejoin_within_ms BETWEEN 0 AND 172800000),
  join_within_ms int NOT NULL CHECK (join_within_ms BETWEEN 0 AND 86400000),
  CHECK ((publish = 'held') = (hold_ms > 0))
);

-- The keeper asks for outages after each judgement.
CREATE INDEX status_interval_outage ON status_interval ((COALESCE(to_at, 'infinity'))) WHERE status IN ('partial_outage', 'major_outage');
