-- Incidents and staff alerts.

-- ---------------------------------------------------------------------------------------------------------------------
-- Incidents
-- ---------------------------------------------------------------------------------------------------------------------

-- Nothing of an incident is public before public_at, the time of its first public update. public_updated_at is the time
-- of the last change that readers can see; internal notes do not move it. held_until is when automation publishes the
-- incident. acknowledged_at is when staff took it over.
-- `moves` counts the changes of state. draft_version counts the drafts, so that no two drafts have the same version.
CREATE TABLE incident (
  id serial PRIMARY KEY,
  public_id text NOT NULL UNIQUE CHECK (public_id ~ '^[a-z0-9]{12}$'),
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  origin text NOT NULL CHECK (origin IN ('automatic', 'staff', 'backfill')),
  state text NOT NULL CHECK (state IN
    ('detected', 'investigating', 'identified', 'monitoring', 'resolved', 'postmortem')),
  moved_at timestamptz NOT NULL,
  moves int NOT NULL DEFAULT 0 CHECK (moves >= 0),
  started_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  public_at timestamptz,
  public_updated_at timestamptz,
  held_until timestamptz,
  acknowledged_at timestamptz,
  monitoring_at timestamptz,
  resolved_at timestamptz,
  withdrawn_at timestamptz,
  withdrawn_reason text,
  merged_into_id int REFERENCES incident,
  draft_version int NOT NULL DEFAULT 0 CHECK (draft_version >= 0),
  updated_at timestamptz NOT NULL,
  is_open_automatic boolean NOT NULL GENERATED ALWAYS AS (origin = 'automatic'
    AND state NOT IN ('resolved', 'postmortem') AND withdrawn_at IS NULL AND merged_into_id IS NULL) STORED,
  CHECK ((withdrawn_at IS NULL) = (withdrawn_reason IS NULL)),
  CHECK (state NOT IN ('resolved', 'postmortem') OR resolved_at IS NOT NULL),
  CHECK (merged_into_id IS NULL OR (merged_into_id <> id AND withdrawn_at IS NULL)),
  UNIQUE (id, is_open_automatic)
);
CREATE INDEX incident_merged_into_id ON incident (merged_into_id);
CREATE INDEX incident_started_at ON incident (started_at, id);
CREATE INDEX incident_open ON incident (id)
  WHERE state NOT IN ('resolved', 'postmortem') AND withdrawn_at IS NULL AND merged_into_id IS NULL;
-- Feeds list incidents by their last public change.
CREATE INDEX incident_public_change ON incident (GREATEST(public_updated_at, public_at) DESC, id DESC)
  WHERE public_at IS NOT NULL;

-- The affected components, each with the status that the incident last stated. The foreign key keeps is_open_automatic
-- equal to the incident's, so that a unique index can ensure at most one open automatic incident per component.
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

-- Pairs of related incidents. The smaller id comes first, so that each pair is stored once.
CREATE TABLE incident_link (
  one_id int NOT NULL REFERENCES incident,
  other_id int NOT NULL REFERENCES incident,
  author_kind text NOT NULL,
  author_id text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (one_id, other_id),
  CHECK (one_id < other_id)
);
CREATE INDEX incident_link_other_id ON incident_link (other_id);

-- The outages that monitoring assigned to an incident. Only incident automation writes episodes.
-- `level` is the worst level of the episode: 2 partial outage, 3 major outage. removed_at is set when late data shows
-- that there was no outage. is_published is false while readers do not know of the episode at its current level: one of
-- many short outages in a row is published only if it lasts.
CREATE TABLE episode (
  id serial PRIMARY KEY,
  incident_id int NOT NULL REFERENCES incident,
  component_id int NOT NULL REFERENCES component,
  from_at timestamptz NOT NULL,
  to_at timestamptz,
  level smallint NOT NULL CHECK (level IN (2, 3)),
  confirmed_at timestamptz NOT NULL,
  removed_at timestamptz,
  is_published boolean NOT NULL DEFAULT true,
  CHECK (to_at > from_at),
  EXCLUDE USING gist (int4range(component_id, component_id, '[]') WITH &&, tstzrange(from_at, to_at) WITH &&)
    WHERE (removed_at IS NULL) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX episode_incident_id ON episode (incident_id, from_at);
CREATE INDEX episode_component_id ON episode (component_id);
CREATE INDEX episode_end ON episode ((COALESCE(to_at, 'infinity')));
-- Staff alerts read the newest outage of each component once per second.
CREATE INDEX episode_newest ON episode (component_id, from_at) WHERE removed_at IS NULL;

-- The updates of an incident. Only a public update notifies subscribers. notify_at is when its notification is due: at
-- once, or at the end of a burst of automatic updates; null means that no notification is sent.
-- `reports` lists what monitoring reported in an automatic update, so that further reports of a burst can join it. It is
-- empty if a person wrote the update.
-- `html` and `text` are rendered when the body is saved; updates without them are rendered in the background.
CREATE TABLE incident_update (
  id serial PRIMARY KEY,
  public_id text NOT NULL UNIQUE CHECK (public_id ~ '^[a-z0-9]{12}$'),
  incident_id int NOT NULL REFERENCES incident,
  state text NOT NULL CHECK (state IN
    ('detected', 'investigating', 'identified', 'monitoring', 'resolved', 'postmortem')),
  body text NOT NULL CHECK (length(body) BETWEEN 1 AND 20000),
  html text CHECK (length(html) <= 300000),
  text text CHECK (length(text) <= 300000),
  audience text[] NOT NULL CHECK (cardinality(audience) > 0 AND audience <@ ARRAY['public', 'internal']),
  notifies boolean NOT NULL,
  notify_at timestamptz,
  reports jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(reports) = 'array'),
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
  CHECK ((retracted_at IS NULL) = (retracted_reason IS NULL)),
  CHECK ((html IS NULL) = (text IS NULL)),
  CHECK (NOT notifies OR 'public' = ANY (audience)),
  CHECK (notifies = (notify_at IS NOT NULL)),
  CHECK (notify_at >= published_at)
);
CREATE INDEX incident_update_incident_id ON incident_update (incident_id, occurred_at, id);
CREATE INDEX incident_update_not_rendered ON incident_update (id) WHERE html IS NULL;

-- Every version of every update, including the current one.
CREATE TABLE incident_update_version (
  update_id int NOT NULL REFERENCES incident_update,
  version int NOT NULL CHECK (version > 0),
  body text NOT NULL,
  html text,
  text text,
  occurred_at timestamptz NOT NULL,
  saved_at timestamptz NOT NULL,
  author_kind text NOT NULL,
  author_id text NOT NULL,
  PRIMARY KEY (update_id, version)
);
CREATE TRIGGER incident_update_version_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON incident_update_version
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The statuses that an update changed. Together they show the impact of an incident over time.
CREATE TABLE incident_impact (
  update_id int NOT NULL REFERENCES incident_update,
  component_id int NOT NULL REFERENCES component,
  old_status text NOT NULL CHECK (old_status IN
    ('operational', 'degraded_performance', 'partial_outage', 'major_outage')),
  new_status text NOT NULL CHECK (new_status IN
    ('operational', 'degraded_performance', 'partial_outage', 'major_outage')),
  PRIMARY KEY (update_id, component_id)
);
CREATE INDEX incident_impact_component_id ON incident_impact (component_id);

-- Internal notes have a table of their own, so that no public query can return one by mistake.
CREATE TABLE incident_note (
  id serial PRIMARY KEY,
  incident_id int NOT NULL REFERENCES incident,
  body text NOT NULL CHECK (length(body) BETWEEN 1 AND 20000),
  html text CHECK (length(html) <= 300000),
  author_kind text NOT NULL CHECK (author_kind IN ('staff', 'token', 'system')),
  author_id text NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE INDEX incident_note_incident_id ON incident_note (incident_id, id);
CREATE INDEX incident_note_not_rendered ON incident_note (id) WHERE html IS NULL;

-- The draft of an incident's next update. is_ready marks a draft that awaits approval.
-- `moves` is the incident's count of state changes when the draft was saved. Times cannot show whether a draft is
-- outdated: automation dates its changes by the evaluated time, which lags behind the clock.
CREATE TABLE incident_draft (
  incident_id int PRIMARY KEY REFERENCES incident,
  content jsonb NOT NULL,
  html text CHECK (length(html) <= 300000),
  version int NOT NULL CHECK (version > 0),
  moves int NOT NULL DEFAULT 0 CHECK (moves >= 0),
  is_ready boolean NOT NULL DEFAULT false,
  author_kind text NOT NULL,
  author_id text NOT NULL,
  saved_at timestamptz NOT NULL
);

-- The answers to requests with an Idempotency-Key. A repeated request gets the stored answer.
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
  state text CHECK (state IN
    ('detected', 'investigating', 'identified', 'monitoring', 'resolved', 'postmortem')),
  version int NOT NULL DEFAULT 1 CHECK (version > 0),
  saved_at timestamptz NOT NULL
);

-- A new installation starts with one template per step of an incident.
INSERT INTO update_template (name, state, saved_at, body) VALUES
  ('Investigating', 'investigating', to_timestamp(0),
    'We are investigating a problem with {{components}} that started at {{since}}. '
    'Partners may see failed or delayed responses. You don''t need to change anything on your side. '
    'Next update by {{next_update}}.'),
  ('Identified', 'identified', to_timestamp(0),
    'We have identified the cause of the problem with {{components}}, which started at {{since}}, '
    'and are working on a fix. You don''t need to change anything on your side. Next update by {{next_update}}.'),
  ('Monitoring', 'monitoring', to_timestamp(0),
    'A fix is in place for {{components}}. The problem started at {{since}}. '
    'We are monitoring to confirm recovery. You don''t need to change anything on your side. '
    'Next update by {{next_update}}.'),
  ('Resolved', 'resolved', to_timestamp(0),
    'The problem with {{components}} is resolved. It started at {{since}} and lasted {{duration}}.');

-- How the outages of a component become incidents. The application's defaults apply to a component without a row.
-- `approval` is the impact from which an update needs a second person's approval.
CREATE TABLE incident_setting (
  component_id int PRIMARY KEY REFERENCES component,
  publish text NOT NULL CHECK (publish IN ('at_once', 'held', 'never')),
  hold_ms int NOT NULL CHECK (hold_ms BETWEEN 0 AND 86400000),
  resolve text NOT NULL CHECK (resolve IN ('by_person', 'automatically')),
  rejoin_within_ms int NOT NULL CHECK (rejoin_within_ms BETWEEN 0 AND 172800000),
  join_within_ms int NOT NULL CHECK (join_within_ms BETWEEN 0 AND 86400000),
  approval text NOT NULL DEFAULT 'none' CHECK (approval IN ('none', 'partial', 'major')),
  CHECK ((publish = 'held') = (hold_ms > 0))
);

-- The progress of incident automation, in one row. Automation first ran at `since`. Outages confirmed earlier do not
-- count in communication performance, because this installation could not report them in time. look_from is the start
-- of re-evaluated time that still has to be reconciled. Incidents reflect evaluations until reconciled_until.
CREATE TABLE automation_progress (
  is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
  since timestamptz NOT NULL,
  look_from timestamptz,
  reconciled_until timestamptz
);

-- ---------------------------------------------------------------------------------------------------------------------
-- Staff alerts
-- ---------------------------------------------------------------------------------------------------------------------

-- Where staff alerts are sent. A removed destination keeps its row for the history of deliveries, but loses its address
-- and key. A destination that reports itself gone keeps its address, because it may be resumed.
-- proved_at is when a test last succeeded or the destination was resumed; failures before it no longer count.
CREATE TABLE alert_destination (
  id serial PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('mail', 'webhook', 'pagerduty', 'slack')),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  address text CHECK (length(address) BETWEEN 1 AND 2048),
  routing_key text CHECK (length(routing_key) BETWEEN 1 AND 100),
  created_at timestamptz NOT NULL,
  proved_at timestamptz,
  stopped_at timestamptz,
  stopped_because text CHECK (stopped_because IN ('removed', 'gone')),
  CHECK ((stopped_at IS NULL) = (stopped_because IS NULL)),
  CHECK (address IS NOT NULL OR stopped_at IS NOT NULL),
  CHECK (routing_key IS NULL OR kind = 'pagerduty'),
  CHECK (stopped_because <> 'removed' OR (address IS NULL AND routing_key IS NULL))
);

-- One row per occurrence of a cause, which `key` names. `about` holds the facts that the message is written from.
-- public_id identifies the alert to receivers. A serial number would start again in a new database, and receivers
-- discard what they take for a repeat.
-- notify_from is when the first notification may be sent: the beginning plus the required duration, or the time at
-- which the current step was reached. `step` counts the steps of an alert that notifies once per step. It is 0 for an
-- alert that repeats until it is acknowledged. active_since is when the current uninterrupted period began.
-- An alert ends only after a cooldown; until then, `cleared` holds when and why its cause cleared.
CREATE TABLE staff_alert (
  id serial PRIMARY KEY,
  public_id text NOT NULL CONSTRAINT staff_alert_public_id UNIQUE CHECK (public_id ~ '^[a-z0-9]{12}$'),
  key text NOT NULL,
  step int NOT NULL DEFAULT 0 CHECK (step >= 0),
  urgency smallint NOT NULL CHECK (urgency BETWEEN 1 AND 3),
  incident text REFERENCES incident (public_id),
  about jsonb NOT NULL,
  cleared jsonb,
  begun_at timestamptz NOT NULL,
  active_since timestamptz NOT NULL,
  notify_from timestamptz NOT NULL,
  acknowledged_at timestamptz,
  acknowledged_kind text,
  acknowledged_id text,
  ended_at timestamptz,
  CHECK ((acknowledged_at IS NULL) = (acknowledged_kind IS NULL)
    AND (acknowledged_at IS NULL) = (acknowledged_id IS NULL)),
  CHECK (ended_at IS NULL OR cleared IS NOT NULL)
);
CREATE UNIQUE INDEX staff_alert_one_open ON staff_alert (key) WHERE ended_at IS NULL;
CREATE INDEX staff_alert_incident ON staff_alert (incident);
CREATE INDEX staff_alert_ended_at ON staff_alert ((COALESCE(ended_at, 'infinity')));

-- The notifications of staff alerts, one per alert, destination, event and round. A process claims a row before it
-- sends. If the process dies, the claim expires at claimed_until and another process can take over.
CREATE TABLE staff_alert_delivery (
  id serial PRIMARY KEY,
  alert_id int NOT NULL REFERENCES staff_alert,
  destination_id int NOT NULL REFERENCES alert_destination,
  event text NOT NULL CHECK (event IN ('raised', 'acknowledged', 'ended')),
  round int NOT NULL CHECK (round > 0),
  urgency smallint NOT NULL CHECK (urgency BETWEEN 1 AND 3),
  made_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  tries smallint NOT NULL DEFAULT 0 CHECK (tries BETWEEN 0 AND 3),
  claimed_until timestamptz,
  outcome text CHECK (outcome IN ('sent', 'gone', 'refused', 'redirected', 'blocked', 'failed', 'timed_out',
    'unreachable', 'lost', 'dropped')),
  settled_at timestamptz,
  UNIQUE (alert_id, destination_id, event, round),
  CHECK ((outcome IS NULL) = (settled_at IS NULL))
);
CREATE INDEX staff_alert_delivery_destination_id ON staff_alert_delivery (destination_id, id);
CREATE INDEX staff_alert_delivery_pending ON staff_alert_delivery (destination_id, due_at, id) WHERE outcome IS NULL;
