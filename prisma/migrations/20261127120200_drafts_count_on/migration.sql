-- How many drafts an incident has had: a number never names two texts, also where the first was published or thrown away.
ALTER TABLE incident ADD COLUMN draft_version int NOT NULL DEFAULT 0 CHECK (draft_version >= 0);
UPDATE incident i SET draft_version = d.version FROM incident_draft d WHERE d.incident_id = i.id;
