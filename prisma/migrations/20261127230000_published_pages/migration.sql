-- Published pages: the bytes that readers get, and the public changes after which they are rendered again.

-- Public changes that are not published yet. Triggers write them in the transaction of the change; the publisher deletes
-- them in the transaction that stores what it rendered afterwards. `dependency` is one of brand, catalog, status,
-- incidents, or incident: with a public id (domain/site/publication.ts).
CREATE TABLE site_change (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  dependency text NOT NULL
);

CREATE FUNCTION note_site_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO site_change (dependency) VALUES (TG_ARGV[0]);
  PERFORM pg_notify('site_change', '');
  RETURN NULL;
END $$;

-- Pages of an incident show the titles of those linked to it and merged into it.
CREATE FUNCTION note_incident_change(changed int) RETURNS void LANGUAGE sql AS $$
  INSERT INTO site_change (dependency)
  SELECT 'incidents'
  UNION ALL SELECT 'incident:' || public_id FROM incident
    WHERE id = changed OR merged_into_id = changed OR id = (SELECT merged_into_id FROM incident WHERE id = changed)
      OR id IN (SELECT other_id FROM incident_link WHERE one_id = changed
                UNION ALL SELECT one_id FROM incident_link WHERE other_id = changed);
  SELECT pg_notify('site_change', '');
$$;

CREATE FUNCTION note_change_of_incident() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM note_incident_change(COALESCE(NEW.id, OLD.id));
  RETURN NULL;
END $$;
CREATE FUNCTION note_change_within_incident() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM note_incident_change(COALESCE(NEW.incident_id, OLD.incident_id));
  RETURN NULL;
END $$;
CREATE FUNCTION note_change_of_link() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM note_incident_change(COALESCE(NEW.one_id, OLD.one_id)), note_incident_change(COALESCE(NEW.other_id, OLD.other_id));
  RETURN NULL;
END $$;

CREATE TRIGGER site_change AFTER INSERT OR UPDATE OR DELETE ON brand
  FOR EACH ROW EXECUTE FUNCTION note_site_change('brand');
CREATE TRIGGER site_change AFTER INSERT OR UPDATE OR DELETE ON component
  FOR EACH ROW EXECUTE FUNCTION note_site_change('catalog');
CREATE TRIGGER site_change AFTER INSERT OR UPDATE OR DELETE ON component_group
  FOR EACH ROW EXECUTE FUNCTION note_site_change('catalog');
CREATE TRIGGER site_change AFTER INSERT OR UPDATE OR DELETE ON region
  FOR EACH ROW EXECUTE FUNCTION note_site_change('catalog');
CREATE TRIGGER site_change AFTER INSERT OR UPDATE OR DELETE ON policy_version
  FOR EACH ROW EXECUTE FUNCTION note_site_change('catalog');
-- A rebuild writes many intervals, so that this trigger runs once per statement, and notes nothing if it changed no row.
CREATE FUNCTION note_change_of_intervals() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM changed) THEN
    INSERT INTO site_change (dependency) VALUES ('status');
    PERFORM pg_notify('site_change', '');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER site_change_insert AFTER INSERT ON status_interval REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION note_change_of_intervals();
CREATE TRIGGER site_change_update AFTER UPDATE ON status_interval REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION note_change_of_intervals();
CREATE TRIGGER site_change_delete AFTER DELETE ON status_interval REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION note_change_of_intervals();
-- Each pass of evaluation moves evaluated_until; changed_at is the time of the last change that readers can see.
CREATE TRIGGER site_change AFTER INSERT OR DELETE ON current_state
  FOR EACH ROW EXECUTE FUNCTION note_site_change('status');
CREATE TRIGGER site_change_shown AFTER UPDATE ON current_state
  FOR EACH ROW WHEN (OLD.changed_at IS DISTINCT FROM NEW.changed_at) EXECUTE FUNCTION note_site_change('status');
CREATE TRIGGER site_change AFTER INSERT OR UPDATE OR DELETE ON incident
  FOR EACH ROW EXECUTE FUNCTION note_change_of_incident();
CREATE TRIGGER site_change AFTER INSERT OR UPDATE OR DELETE ON incident_update
  FOR EACH ROW EXECUTE FUNCTION note_change_within_incident();
CREATE TRIGGER site_change AFTER INSERT OR UPDATE OR DELETE ON incident_component
  FOR EACH ROW EXECUTE FUNCTION note_change_within_incident();
CREATE TRIGGER site_change AFTER INSERT OR UPDATE OR DELETE ON episode
  FOR EACH ROW EXECUTE FUNCTION note_change_within_incident();
CREATE TRIGGER site_change AFTER INSERT OR DELETE ON incident_link
  FOR EACH ROW EXECUTE FUNCTION note_change_of_link();
-- Pages show which share of subscribers an update reached: at most ten changes per event.
CREATE TRIGGER site_change AFTER UPDATE ON event
  FOR EACH ROW WHEN (NEW.delivery_count > 0
    AND OLD.sent_count * 10 / NEW.delivery_count IS DISTINCT FROM NEW.sent_count * 10 / NEW.delivery_count)
  EXECUTE FUNCTION note_change_within_incident();

-- The one process that publishes. expires_at is the time of the database, because processes compare it with each other.
CREATE TABLE publisher (
  is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
  holder text NOT NULL,
  epoch bigint NOT NULL,
  expires_at timestamptz NOT NULL
);

-- The published bytes by address. Unlogged: after a crash of the database they are rendered again, and each web process
-- still has those that it fetched. `version` ascends in the order of storing. `build` names the program that rendered
-- them. `normal` is what readers get until stale_at, and `stale` what they get after it; without stale_at it is never.
-- is_outdated marks an entry that a change has made untrue, until it is rendered again.
CREATE SEQUENCE published_version;
CREATE UNLOGGED TABLE published_entry (
  key text PRIMARY KEY,
  version bigint NOT NULL UNIQUE,
  build text NOT NULL,
  mode text NOT NULL CHECK (mode IN ('live', 'current', 'fixed', 'asset')),
  dependencies text[] NOT NULL,
  is_outdated boolean NOT NULL DEFAULT false,
  status smallint NOT NULL CHECK (status IN (200, 404)),
  generated_at timestamptz NOT NULL,
  stale_at timestamptz,
  headers jsonb NOT NULL,
  normal bytea NOT NULL,
  stale bytea,
  CHECK ((stale IS NULL) = (stale_at IS NULL))
);
CREATE INDEX published_entry_dependencies ON published_entry USING gin (dependencies);
CREATE INDEX published_entry_outdated ON published_entry (mode, key) WHERE is_outdated;

-- Addresses that readers asked for and that are not published, or were published too long ago.
CREATE UNLOGGED TABLE publish_request (
  key text PRIMARY KEY
);
