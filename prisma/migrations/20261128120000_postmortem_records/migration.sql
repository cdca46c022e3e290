-- Published post-mortems whose record may have changed. evaluated_until: up to when the published figures count.
-- record_marks counts changes of what they were computed from; record_checked is the count up to which the record was
-- compared. record_changed_at: when a comparison first found a difference; null while there is none.
ALTER TABLE postmortem
  ADD COLUMN evaluated_until timestamptz,
  ADD COLUMN record_marks int NOT NULL DEFAULT 0,
  ADD COLUMN record_checked int NOT NULL DEFAULT 0,
  ADD COLUMN record_changed_at timestamptz,
  ADD CHECK (record_checked <= record_marks);
CREATE INDEX postmortem_record_due ON postmortem (id) WHERE record_marks > record_checked;

CREATE FUNCTION mark_records_of_episode() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE postmortem SET record_marks = record_marks + 1
  WHERE published_version IS NOT NULL AND id IN (
    SELECT postmortem_id FROM postmortem_incident WHERE incident_id IN (NEW.incident_id, OLD.incident_id));
  RETURN NULL;
END $$;
CREATE TRIGGER postmortem_record AFTER INSERT OR UPDATE OR DELETE ON episode
  FOR EACH ROW EXECUTE FUNCTION mark_records_of_episode();

-- Once per statement, like the trigger of published pages. Intervals that began after the published figures change
-- nothing.
CREATE FUNCTION mark_records_of_intervals() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE postmortem p SET record_marks = record_marks + 1
  WHERE p.published_version IS NOT NULL AND EXISTS (
    SELECT FROM changed c
    JOIN incident_component ic ON ic.component_id = c.component_id
    JOIN postmortem_incident n ON n.incident_id = ic.incident_id
    WHERE n.postmortem_id = p.id AND c.from_at < p.evaluated_until);
  RETURN NULL;
END $$;
CREATE TRIGGER postmortem_record_insert AFTER INSERT ON status_interval REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION mark_records_of_intervals();
CREATE TRIGGER postmortem_record_delete AFTER DELETE ON status_interval REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION mark_records_of_intervals();
