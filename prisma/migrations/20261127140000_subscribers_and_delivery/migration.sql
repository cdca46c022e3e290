-- Public events, subscribers and the deliveries of events to subscribers.

-- When subscribers are notified of an update is due_at of its event. undone_at: staff undid it before that; it is
-- internal since.
ALTER TABLE incident_update
  DROP COLUMN notify_at,
  ADD COLUMN undone_at timestamptz CHECK (undone_at IS NULL OR NOT 'public' = ANY (audience)),
  ADD COLUMN is_public boolean NOT NULL GENERATED ALWAYS AS ('public' = ANY (audience)) STORED,
  ADD CONSTRAINT incident_update_is_public UNIQUE (id, is_public);

-- The outbox: one row per public change, written in the transaction of the change. The foreign key to a public update
-- keeps internal texts out. `due_at` is when it may be fanned out: later than the change for a burst and while staff can
-- undo. Fan-out sets `position`, the order of publication and the cursor of GET /api/v1/events, `body`, what
-- webhooks get, and `mail`, what mails say. `outcome` says what became of it. Only an event that was not fanned out yet can be cancelled.
-- undo: what staff restore if they undo the update before it is due; null if they cannot. Until then nothing else about
-- the incident is fanned out. `sent_count` and `last_sent_at` are kept by what settles deliveries, so that public figures
-- read no deliveries.
-- recipients: 'scope' (subscribers whose choice includes the incident, and those who were notified of it before),
-- 'notified' (only those who were notified of the incident), 'readers' (only those who were sent the update before).
CREATE TABLE event (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  public_id text NOT NULL UNIQUE CHECK (public_id ~ '^[a-z0-9]{12}$'),
  kind text NOT NULL CHECK (kind IN
    ('opened', 'updated', 'reopened', 'resolved', 'withdrawn', 'postmortem', 'maintenance')),
  incident_id int NOT NULL REFERENCES incident,
  update_id int,
  is_public boolean NOT NULL DEFAULT true CHECK (is_public),
  recipients text NOT NULL CHECK (recipients IN ('scope', 'notified', 'readers')),
  notifies boolean NOT NULL,
  occurred_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  undo jsonb,
  position bigint UNIQUE,
  fanned_out_at timestamptz,
  outcome text CHECK (outcome IN ('fanned_out', 'silent', 'too_old', 'stopped', 'cancelled', 'undone')),
  body text CHECK (length(body) <= 200000),
  mail jsonb,
  delivery_count int NOT NULL DEFAULT 0 CHECK (delivery_count >= 0),
  sent_count int NOT NULL DEFAULT 0 CHECK (sent_count >= 0),
  last_sent_at timestamptz CHECK ((last_sent_at IS NULL) = (sent_count = 0)),
  FOREIGN KEY (update_id, is_public) REFERENCES incident_update (id, is_public),
  CHECK ((outcome IN ('cancelled', 'undone')) IS NOT TRUE OR position IS NULL),
  CHECK ((position IS NULL) = (fanned_out_at IS NULL)),
  CHECK (undo IS NULL OR position IS NULL),
  CHECK (due_at >= created_at)
);
CREATE INDEX event_due ON event (due_at, id) WHERE outcome IS NULL;
CREATE INDEX event_fanned_out_at ON event (fanned_out_at);
CREATE INDEX event_incident_id ON event (incident_id, id);
CREATE INDEX event_update_id ON event (update_id, is_public);

-- address: an e-mail address in lower case, or a URL. incident_id: only this incident. Without rows in
-- subscriber_component, all components. link_version: a higher number makes the links in earlier mails invalid.
CREATE TABLE subscriber (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  public_id text NOT NULL UNIQUE CHECK (public_id ~ '^[a-z0-9]{12}$'),
  channel text NOT NULL CHECK (channel IN ('email', 'webhook')),
  address text CHECK (length(address) BETWEEN 3 AND 2048),
  owner_email text CHECK (length(owner_email) BETWEEN 3 AND 320),
  state text NOT NULL CHECK (state IN ('unconfirmed', 'active', 'quarantined', 'disabled', 'suppressed', 'ended')),
  state_reason text CHECK (length(state_reason) <= 200),
  state_at timestamptz NOT NULL,
  incident_id int REFERENCES incident,
  has_all_components boolean NOT NULL,
  minimum_impact smallint NOT NULL DEFAULT 1 CHECK (minimum_impact BETWEEN 1 AND 3),
  kinds text[] NOT NULL CHECK (cardinality(kinds) > 0 AND kinds <@
    ARRAY['opened', 'updated', 'reopened', 'resolved', 'withdrawn', 'postmortem', 'maintenance']),
  language text NOT NULL DEFAULT 'en',
  time_zone text,
  format text NOT NULL DEFAULT 'standard' CHECK (format IN ('standard', 'statuspage')),
  secret text,
  previous_secret text,
  previous_secret_until timestamptz,
  last_sequence bigint NOT NULL DEFAULT 0,
  link_version int NOT NULL DEFAULT 1,
  refusals smallint NOT NULL DEFAULT 0,
  failing_since timestamptz,
  created_at timestamptz NOT NULL,
  confirmed_at timestamptz,
  CHECK ((channel = 'webhook') = (secret IS NOT NULL) OR state = 'ended'),
  CHECK ((channel = 'webhook') = (owner_email IS NOT NULL) OR state = 'ended'),
  CHECK (address IS NOT NULL OR state = 'ended'),
  CHECK ((previous_secret IS NULL) = (previous_secret_until IS NULL)),
  CHECK (state <> 'active' OR confirmed_at IS NOT NULL)
);
CREATE UNIQUE INDEX subscriber_one_per_address ON subscriber (channel, address, COALESCE(incident_id, 0))
  WHERE state <> 'ended';
CREATE INDEX subscriber_incident_id ON subscriber (incident_id);
CREATE INDEX subscriber_active ON subscriber (id) WHERE state = 'active';
CREATE INDEX subscriber_unconfirmed ON subscriber (created_at) WHERE state = 'unconfirmed';

CREATE TABLE subscriber_component (
  subscriber_id int NOT NULL REFERENCES subscriber ON DELETE CASCADE,
  component_id int NOT NULL REFERENCES component,
  PRIMARY KEY (subscriber_id, component_id)
);
CREATE INDEX subscriber_component_component_id ON subscriber_component (component_id);

-- What a visitor asked for, stored by the same statements for any address; the worker decides. network: the address of
-- the visitor, cut to its network. recipient: who gets the mail about it, the address itself or the owner of the webhook.
CREATE TABLE subscription_request (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  network text NOT NULL CHECK (length(network) <= 64),
  channel text NOT NULL CHECK (channel IN ('email', 'webhook')),
  address text NOT NULL CHECK (length(address) BETWEEN 3 AND 2048),
  recipient text NOT NULL CHECK (length(recipient) BETWEEN 3 AND 320),
  choice jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  decided_at timestamptz,
  outcome text CHECK (outcome IN ('confirmation_sent', 'link_sent', 'too_soon', 'failed')),
  CHECK ((decided_at IS NULL) = (outcome IS NULL))
);
CREATE INDEX subscription_request_undecided ON subscription_request (id) WHERE decided_at IS NULL;
CREATE INDEX subscription_request_network ON subscription_request (network, created_at);
CREATE INDEX subscription_request_recipient ON subscription_request (recipient, created_at);
CREATE INDEX subscription_request_created_at ON subscription_request (created_at);

-- Addresses that receive nothing until their owner confirms again.
CREATE TABLE suppression (
  address text PRIMARY KEY,
  reason text NOT NULL CHECK (reason IN ('refused', 'complained', 'staff')),
  detail text CHECK (length(detail) <= 1000),
  created_at timestamptz NOT NULL
);

-- Everything that leaves for a recipient. Exactly one of: an event for a subscriber; a notice for a subscriber about the
-- subscription itself (confirmation, manage link, failing endpoint); the notification of a staff alert. lane: queues
-- that never wait for each other. A process claims a row before it sends, and the claim expires if the process dies;
-- `tries` counts claims, so that a late result of an expired claim changes nothing. is_capped: the hourly cap of the
-- subscriber delayed it; the one that replaces it before it leaves contains it (outcome 'digested'). fillfactor: a claim
-- changes no indexed column, so that its row version stays in the page if there is room.
CREATE TABLE delivery (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  lane text NOT NULL CHECK (lane IN ('mail', 'webhook', 'mail_retry', 'webhook_retry', 'notice', 'alert')),
  event_id bigint REFERENCES event,
  subscriber_id int REFERENCES subscriber,
  notice jsonb,
  alert_delivery_id int REFERENCES staff_alert_delivery,
  sequence bigint,
  is_capped boolean NOT NULL DEFAULT false,
  state text NOT NULL DEFAULT 'due' CHECK (state IN ('due', 'sent', 'dead', 'suppressed', 'dropped')),
  tries smallint NOT NULL DEFAULT 0,
  due_at timestamptz NOT NULL,
  claimed_until timestamptz,
  outcome text CHECK (outcome IN ('sent', 'gone', 'refused', 'redirected', 'blocked', 'failed', 'timed_out',
    'unreachable', 'throttled', 'lost', 'unsubscribed', 'suppressed', 'too_old', 'digested')),
  answer text CHECK (length(answer) <= 1000),
  created_at timestamptz NOT NULL,
  settled_at timestamptz,
  CHECK (num_nonnulls(event_id, notice, alert_delivery_id) = 1),
  CHECK ((alert_delivery_id IS NULL) = (subscriber_id IS NOT NULL)),
  CHECK ((state = 'due') = (settled_at IS NULL))
) WITH (fillfactor = 60);
CREATE UNIQUE INDEX delivery_once ON delivery (event_id, subscriber_id) WHERE event_id IS NOT NULL;
CREATE INDEX delivery_not_sent ON delivery (event_id) WHERE state IN ('dead', 'suppressed', 'dropped');
CREATE INDEX delivery_subscriber_id ON delivery (subscriber_id, id);
CREATE INDEX delivery_alert_delivery_id ON delivery (alert_delivery_id) WHERE alert_delivery_id IS NOT NULL;
CREATE INDEX delivery_pending ON delivery (lane, due_at, id) WHERE state = 'due';
CREATE INDEX delivery_pending_of_subscriber ON delivery (subscriber_id, id) WHERE state = 'due';

-- One row: whether an operator or a breaker has paused sending. continued_at: when a person last let it continue, from
-- which the volume is counted again.
CREATE TABLE delivery_pause (
  id int PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  paused_at timestamptz,
  reason text CHECK (reason IN ('operator', 'volume')),
  continued_at timestamptz,
  CHECK ((paused_at IS NULL) = (reason IS NULL))
);
INSERT INTO delivery_pause DEFAULT VALUES;
