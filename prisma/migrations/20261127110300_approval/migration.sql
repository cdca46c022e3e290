-- From which trouble on two people are needed to tell readers something, and the drafts that wait for the second.
ALTER TABLE incident_setting ADD COLUMN approval text NOT NULL DEFAULT 'none' CHECK (approval IN ('none', 'partial', 'major'));
ALTER TABLE incident_draft ADD COLUMN is_ready boolean NOT NULL DEFAULT false;
