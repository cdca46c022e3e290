-- How often an incident changed its state, and at which of these changes a draft was saved. The two times cannot be compared: automation moves an incident
-- at the time that is evaluated, which lags behind the clock. Drafts older than the last move stay older.
ALTER TABLE incident ADD COLUMN moves int NOT NULL DEFAULT 0 CHECK (moves >= 0);
ALTER TABLE incident_draft ADD COLUMN moves int NOT NULL DEFAULT 0 CHECK (moves >= 0);
UPDATE incident SET moves = 1;
UPDATE incident_draft d SET moves = 1 FROM incident i WHERE i.id = d.incident_id AND i.moved_at <= d.saved_at;
