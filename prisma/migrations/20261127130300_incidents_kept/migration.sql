-- Up to when incidents follow what is judged, within seconds; null where that was never said.
ALTER TABLE incident_keeping ADD COLUMN kept_up_to timestamptz;
