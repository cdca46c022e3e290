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
  WITH RECURSIVE above (id, merged_into_id) AS (
    SELECT id, merged_into_id FROM incident WHERE id = changed
    UNION SELECT i.id, i.merged_into_id FROM incident i JOIN above a ON i.id = a.merged_into_id
  ), below (id) AS (
    SELECT id FROM incident WHERE id = changed
    UNION SELECT i.id FROM incident i JOIN below b ON i.merged_into_id = b.id
  )
  SELECT 'incidents'
  UNION ALL SELECT 'incident:' || public_id FROM incident
    WHERE id IN (SELECT id FROM above UNION SELECT id FROM below
                 UNION SELECT other_id FROM incident_link WHERE one_id = changed
                 UNION SELECT one_id FROM incident_link WHERE other_id = changed);
  SELECT pg_notify('site_change', '');
$$;

CREATE FUNCTION note_change_of_incident() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    INSERT INTO site_change (dependency) VALUES ('incidents'), ('incident:' || OLD.public_id);
    PERFORM pg_notify('site_change', '');
  ELSE
    PERFORM note_incident_change(NEW.id);
    IF TG_OP = 'UPDATE' AND OLD.merged_into_id IS DISTINCT FROM NEW.merged_into_id THEN
      PERFORM note_incident_change(OLD.merged_into_id);
    END IF;
  END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION note_change_within_incident() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM note_incident_change(COALESCE(NEW.incident_id, OLD.incident_id));
  IF TG_OP = 'UPDATE' AND OLD.incident_id <> NEW.incident_id THEN
    PERFORM note_incident_change(OLD.incident_id);
  END IF;
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
-- Pages of incidents show measured figures of their time. Those of the last two days are renewed in any case.
CREATE FUNCTION note_change_of_intervals() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM changed) THEN
    INSERT INTO site_change (dependency) VALUES ('status');
    INSERT INTO site_change (dependency)
    SELECT DISTINCT 'incident:' || i.public_id
    FROM changed c
    JOIN incident_component ic ON ic.component_id = c.component_id
    JOIN incident i ON i.id = ic.incident_id AND i.resolved_at >= c.from_at
      AND i.started_at <= COALESCE(c.to_at, 'infinity')
    WHERE c.from_at < now() - interval '1 day';
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
-- outdated_at says since when a change has made an entry untrue, until it is rendered again, and urgency in which order.
-- An address without a page has its status and no bytes: its page is rendered for each reader.
CREATE SEQUENCE published_version;
CREATE UNLOGGED TABLE published_entry (
  key text PRIMARY KEY,
  version bigint NOT NULL UNIQUE,
  build text NOT NULL,
  mode text NOT NULL CHECK (mode IN ('live', 'current', 'fixed', 'asset')),
  dependencies text[] NOT NULL,
  outdated_at timestamptz,
  urgency smallint,
  status smallint NOT NULL CHECK (status BETWEEN 200 AND 499),
  generated_at timestamptz NOT NULL,
  stale_at timestamptz,
  headers jsonb NOT NULL,
  normal bytea NOT NULL,
  stale bytea,
  CHECK ((stale IS NULL) = (stale_at IS NULL))
);
CREATE INDEX published_entry_dependencies ON published_entry USING gin (dependencies);
CREATE INDEX published_entry_outdated ON published_entry (urgency, outdated_at) WHERE outdated_at IS NOT NULL;

-- Addresses that readers asked for and that are not published, or were published too long ago.
CREATE UNLOGGED TABLE publish_request (
  key text PRIMARY KEY
);
