-- Whether readers heard of an episode, or of it as bad as it is: one of many ups and downs is told when it lasts. What is there was told.
ALTER TABLE episode ADD COLUMN is_told boolean NOT NULL DEFAULT true;

-- How far back what was judged again by new rules reaches that incidents do not follow yet.
ALTER TABLE incident_keeping ADD COLUMN look_from timestamptz;
