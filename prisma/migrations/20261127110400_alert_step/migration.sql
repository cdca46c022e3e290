-- Of an alert that is told once at each of several steps, the one that was reached; 0 for all that are told until somebody acknowledges them. When a
-- step is reached, `tell_from` moves there.
ALTER TABLE staff_alert ADD COLUMN step int NOT NULL DEFAULT 0 CHECK (step >= 0);
