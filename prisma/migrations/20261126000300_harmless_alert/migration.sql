-- An alert may say that there is no trouble (severity none): its instance is up while it fires.
ALTER TABLE alert DROP CONSTRAINT alert_health_check, ADD CONSTRAINT alert_health_check CHECK (health BETWEEN 2 AND 4);
