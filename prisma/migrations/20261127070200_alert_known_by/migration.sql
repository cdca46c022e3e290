-- By what receivers know an alert. The number of its row begins anew in a new database, and receivers throw away what they take for a repeat.
ALTER TABLE staff_alert ADD COLUMN public_id text CHECK (public_id ~ '^[a-z0-9]{12}$');
UPDATE staff_alert SET public_id = substr(md5(id::text || random()::text), 1, 12);
ALTER TABLE staff_alert ALTER COLUMN public_id SET NOT NULL, ADD CONSTRAINT staff_alert_public_id UNIQUE (public_id);

-- PagerDuty hears that somebody looks after it.
ALTER TABLE staff_alert_delivery DROP CONSTRAINT staff_alert_delivery_event_check;
ALTER TABLE staff_alert_delivery ADD CONSTRAINT staff_alert_delivery_event_check CHECK (event IN ('told', 'acknowledged', 'ended'));
