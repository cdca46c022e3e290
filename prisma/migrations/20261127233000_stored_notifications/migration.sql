-- Notifications of Alertmanager that are stored, so that one from the spool is not stored twice.
CREATE TABLE stored_notification (
  source_id int NOT NULL REFERENCES source,
  id text NOT NULL,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (source_id, id)
);
CREATE INDEX stored_notification_received ON stored_notification (source_id, received_at);
