-- Messages of staff alerts are delivered like all others: `delivery` has their state, tries, claim and outcome, in the
-- lane 'alert'. staff_alert_delivery keeps what is particular to alerts. Messages that are not settled stay due.
-- Outcome 'dropped': the message was not needed any more.
ALTER TABLE delivery DROP CONSTRAINT delivery_outcome_check;
ALTER TABLE delivery ADD CONSTRAINT delivery_outcome_check CHECK (outcome IN ('sent', 'gone', 'refused', 'redirected',
  'blocked', 'failed', 'timed_out', 'unreachable', 'throttled', 'lost', 'unsubscribed', 'suppressed', 'too_old',
  'digested', 'dropped'));
ALTER TABLE delivery ADD CONSTRAINT delivery_alert_lane_check CHECK ((lane = 'alert') = (alert_delivery_id IS NOT NULL));
DROP INDEX delivery_alert_delivery_id;
CREATE UNIQUE INDEX delivery_alert_delivery_id ON delivery (alert_delivery_id);

INSERT INTO delivery (lane, alert_delivery_id, state, tries, due_at, claimed_until, outcome, created_at, settled_at)
SELECT 'alert', id, CASE WHEN outcome IS NULL THEN 'due' WHEN outcome IN ('sent', 'dropped') THEN outcome ELSE 'dead' END,
  tries, due_at, CASE WHEN outcome IS NULL THEN claimed_until END, outcome, made_at, settled_at
FROM staff_alert_delivery ORDER BY id;

ALTER TABLE staff_alert_delivery DROP COLUMN due_at, DROP COLUMN tries, DROP COLUMN claimed_until, DROP COLUMN outcome,
  DROP COLUMN settled_at;
