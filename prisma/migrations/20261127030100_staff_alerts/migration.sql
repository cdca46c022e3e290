-- Staff alerts: whom to tell, what is on, and what was told to whom.

-- What is stopped keeps its row for what was told there, and loses its address and key.
CREATE TABLE staff_alert_target (
  id serial PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('mail', 'webhook', 'pagerduty', 'slack')),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  address text CHECK (length(address) BETWEEN 1 AND 2048),
  routing_key text CHECK (length(routing_key) BETWEEN 1 AND 100),
  created_at timestamptz NOT NULL,
  stopped_at timestamptz,
  stopped_because text CHECK (stopped_because IN ('removed', 'gone')),
  CHECK ((stopped_at IS NULL) = (stopped_because IS NULL)),
  CHECK ((stopped_at IS NULL) = (address IS NOT NULL)),
  CHECK (routing_key IS NULL OR kind = 'pagerduty')
);

-- One row for as long as a cause lasts. `about` is AlertAbout of domain/staff-alert.ts; `tell_from`: begun, plus how long it must have lasted, or
-- when it rose.
CREATE TABLE staff_alert (
  id serial PRIMARY KEY,
  key text NOT NULL,
  urgency smallint NOT NULL CHECK (urgency BETWEEN 1 AND 3),
  incident text REFERENCES incident (public_id),
  about jsonb NOT NULL,
  begun_at timestamptz NOT NULL,
  tell_from timestamptz NOT NULL,
  acknowledged_at timestamptz,
  acknowledged_kind text,
  acknowledged_id text,
  ended_at timestamptz,
  CHECK ((acknowledged_at IS NULL) = (acknowledged_kind IS NULL) AND (acknowledged_at IS NULL) = (acknowledged_id IS NULL))
);
CREATE UNIQUE INDEX staff_alert_one_open ON staff_alert (key) WHERE ended_at IS NULL;
CREATE INDEX staff_alert_incident ON staff_alert (incident);
CREATE INDEX staff_alert_ended_at ON staff_alert ((COALESCE(ended_at, 'infinity')));

-- Told once an alert, target and round. Claimed by whoever tries; a claim that nobody settles can be had again once it is over.
CREATE TABLE staff_alert_delivery (
  id serial PRIMARY KEY,
  alert_id int NOT NULL REFERENCES staff_alert,
  target_id int NOT NULL REFERENCES staff_alert_target,
  event text NOT NULL CHECK (event IN ('told', 'ended')),
  round int NOT NULL CHECK (round > 0),
  urgency smallint NOT NULL CHECK (urgency BETWEEN 1 AND 3),
  made_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  tries smallint NOT NULL DEFAULT 0 CHECK (tries BETWEEN 0 AND 3),
  claimed_until timestamptz,
  outcome text CHECK (outcome IN ('sent', 'gone', 'refused', 'redirected', 'blocked', 'failed', 'timed_out', 'unreachable', 'lost', 'dropped')),
  settled_at timestamptz,
  UNIQUE (alert_id, target_id, event, round),
  CHECK ((outcome IS NULL) = (settled_at IS NULL))
);
CREATE INDEX staff_alert_delivery_target_id ON staff_alert_delivery (target_id, id);
CREATE INDEX staff_alert_delivery_pending ON staff_alert_delivery (target_id, due_at, id) WHERE outcome IS NULL;
