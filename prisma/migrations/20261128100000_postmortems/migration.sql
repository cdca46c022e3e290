-- Post-mortems: their texts with all versions, comments of reviews, and action items.

-- `state` is that of the working version. Readers see published_version, which may be an earlier one. title and author_…
-- are those of the working version. approver_id is the person who is asked to approve it. promised_on is the day (UTC) by
-- which readers were promised the post-mortem. People are named by id only.
CREATE TABLE postmortem (
  id serial PRIMARY KEY,
  public_id text NOT NULL UNIQUE CHECK (public_id ~ '^[a-z0-9]{12}$'),
  state text NOT NULL CHECK (state IN ('draft', 'in_review', 'approved', 'published')),
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  version int NOT NULL CHECK (version > 0),
  author_kind text NOT NULL CHECK (author_kind IN ('staff', 'token', 'system')),
  author_id text NOT NULL,
  approver_id text,
  review_requested_at timestamptz,
  approved_at timestamptz,
  approved_by text,
  published_at timestamptz,
  published_version int,
  promised_on date,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CHECK ((approved_at IS NULL) = (approved_by IS NULL)),
  CHECK (state NOT IN ('approved', 'published') OR approved_at IS NOT NULL),
  CHECK (state = 'draft' OR review_requested_at IS NOT NULL),
  CHECK ((published_at IS NULL) = (published_version IS NULL)),
  CHECK (published_version <= version),
  CHECK (state <> 'published' OR published_version = version)
);
-- Pages list published ones newest first, and unpublished ones by the day that was promised.
CREATE INDEX postmortem_published_at ON postmortem (published_at, id) WHERE published_at IS NOT NULL;
CREATE INDEX postmortem_promised_on ON postmortem (promised_on) WHERE published_at IS NULL;

-- An incident has at most one post-mortem; a post-mortem may cover several incidents. update_id is the update of the
-- incident that announced it; publishing again edits this update.
CREATE TABLE postmortem_incident (
  postmortem_id int NOT NULL REFERENCES postmortem ON DELETE CASCADE,
  incident_id int NOT NULL UNIQUE REFERENCES incident,
  update_id int REFERENCES incident_update,
  PRIMARY KEY (postmortem_id, incident_id)
);
CREATE INDEX postmortem_incident_update_id ON postmortem_incident (update_id);

-- `content` has public and internal texts (server/postmortems/schemas.ts). Publishing stores what readers see in `frozen`:
-- rendered texts, figures and their check (domain/postmortem/published-version.ts). It never has internal texts.
-- change_note says what changed, for readers of a later edit.
CREATE TABLE postmortem_version (
  postmortem_id int NOT NULL REFERENCES postmortem ON DELETE CASCADE,
  number int NOT NULL CHECK (number > 0),
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  content jsonb NOT NULL,
  author_kind text NOT NULL CHECK (author_kind IN ('staff', 'token', 'system')),
  author_id text NOT NULL,
  saved_at timestamptz NOT NULL,
  published_at timestamptz,
  change_note text CHECK (length(change_note) BETWEEN 1 AND 500),
  frozen jsonb,
  PRIMARY KEY (postmortem_id, number),
  CHECK ((published_at IS NULL) = (frozen IS NULL)),
  CHECK (change_note IS NULL OR published_at IS NOT NULL)
);

-- Comments of a review, for staff. `quote` is the text that a comment is about. A comment without a section is about the
-- whole text. Replies have a parent, which has none.
CREATE TABLE postmortem_comment (
  id serial PRIMARY KEY,
  postmortem_id int NOT NULL REFERENCES postmortem ON DELETE CASCADE,
  parent_id int REFERENCES postmortem_comment ON DELETE CASCADE,
  section text CHECK (section IN
    ('summary', 'impact', 'cause', 'detection', 'timeline', 'well', 'lessons', 'actions')),
  quote text CHECK (length(quote) BETWEEN 1 AND 500),
  body text NOT NULL CHECK (length(body) BETWEEN 1 AND 5000),
  html text NOT NULL CHECK (length(html) <= 100000),
  author_kind text NOT NULL CHECK (author_kind IN ('staff', 'token', 'system')),
  author_id text NOT NULL,
  created_at timestamptz NOT NULL,
  resolved_at timestamptz,
  resolved_kind text CHECK (resolved_kind IN ('staff', 'token', 'system')),
  resolved_id text,
  CHECK ((resolved_at IS NULL) = (resolved_kind IS NULL) AND (resolved_at IS NULL) = (resolved_id IS NULL)),
  CHECK (resolved_at IS NULL OR parent_id IS NULL)
);
CREATE INDEX postmortem_comment_postmortem_id ON postmortem_comment (postmortem_id, id);
CREATE INDEX postmortem_comment_parent_id ON postmortem_comment (parent_id);

-- Action items do not belong to a version: they change after publishing. due_on is the day (UTC) that readers were
-- promised first; an item is overdue after it, whatever moved_to, its new day, says. Items of unpublished post-mortems are
-- not public.
CREATE TABLE action_item (
  id serial PRIMARY KEY,
  public_id text NOT NULL UNIQUE CHECK (public_id ~ '^[a-z0-9]{12}$'),
  postmortem_id int NOT NULL REFERENCES postmortem ON DELETE CASCADE,
  position int NOT NULL,
  action text NOT NULL CHECK (length(action) BETWEEN 1 AND 300),
  owner text NOT NULL CHECK (length(owner) BETWEEN 1 AND 100),
  due_on date NOT NULL,
  moved_to date,
  state text NOT NULL CHECK (state IN ('planned', 'in_progress', 'done')),
  evidence_url text CHECK (length(evidence_url) BETWEEN 1 AND 2000),
  done_on date,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CHECK ((state = 'done') = (done_on IS NOT NULL))
);
CREATE INDEX action_item_postmortem_id ON action_item (postmortem_id, position, id);

-- Each change of the state or the day of an item. is_public: the item was public then, and readers see the change; a new
-- day then has a reason.
CREATE TABLE action_item_change (
  id serial PRIMARY KEY,
  item_id int NOT NULL REFERENCES action_item ON DELETE CASCADE,
  from_due date NOT NULL,
  to_due date NOT NULL,
  from_state text NOT NULL CHECK (from_state IN ('planned', 'in_progress', 'done')),
  to_state text NOT NULL CHECK (to_state IN ('planned', 'in_progress', 'done')),
  reason text CHECK (length(reason) BETWEEN 1 AND 500),
  is_public boolean NOT NULL,
  author_kind text NOT NULL CHECK (author_kind IN ('staff', 'token', 'system')),
  author_id text NOT NULL,
  changed_at timestamptz NOT NULL
);
CREATE INDEX action_item_change_item_id ON action_item_change (item_id, id);

-- What readers may see. Titles and texts of versions that were never published, internal texts, comments, and changes of
-- action items before publication are excluded. Post-mortems of incidents that are not public do not exist here.
CREATE VIEW public_postmortem AS
SELECT p.id, p.public_id, p.published_at, p.published_version, v.title, v.published_at AS changed_at, v.frozen
FROM postmortem p JOIN postmortem_version v ON v.postmortem_id = p.id AND v.number = p.published_version;

CREATE VIEW public_postmortem_version AS
SELECT p.id AS postmortem_id, v.number, v.title, v.published_at, v.change_note, v.frozen
FROM public_postmortem p JOIN postmortem_version v ON v.postmortem_id = p.id AND v.published_at IS NOT NULL;

CREATE VIEW public_action_item AS
SELECT a.id, a.public_id, a.postmortem_id, a.position, a.action, a.owner, a.due_on, a.moved_to, a.state, a.evidence_url,
  a.done_on, a.updated_at
FROM action_item a JOIN public_postmortem p ON p.id = a.postmortem_id;

CREATE VIEW public_action_item_change AS
SELECT c.id, c.item_id, c.from_due, c.to_due, c.from_state, c.to_state, c.reason, c.changed_at
FROM action_item_change c JOIN action_item a ON a.id = c.item_id
JOIN public_postmortem p ON p.id = a.postmortem_id WHERE c.is_public;

-- What readers see of an incident includes its published post-mortem, or the day by which one was promised.
CREATE OR REPLACE VIEW incident_for_readers AS
SELECT i.id, i.public_id, i.title, i.origin, i.state, i.is_open, i.started_at, i.created_at, i.public_at,
  GREATEST(i.public_updated_at, i.public_at) AS updated_at, i.monitoring_at, i.resolved_at, i.withdrawn_at,
  target.public_id AS merged_into, target.title AS merged_into_title,
  CASE WHEN p.published_version IS NOT NULL THEN p.public_id END AS postmortem,
  CASE WHEN p.published_version IS NULL THEN p.promised_on::text END AS postmortem_promised_on
FROM incident i LEFT JOIN incident target ON target.id = i.merged_into_id AND target.public_at IS NOT NULL
LEFT JOIN postmortem_incident n ON n.incident_id = i.id LEFT JOIN postmortem p ON p.id = n.postmortem_id;

CREATE OR REPLACE VIEW public_incident AS SELECT * FROM incident_for_readers WHERE public_at IS NOT NULL;

-- Public changes, for the publisher (docs/publishing.md). Drafts note nothing, except the day that readers are promised.
CREATE FUNCTION note_postmortem_change(changed int) RETURNS void LANGUAGE sql AS $$
  INSERT INTO site_change (dependency)
  SELECT 'postmortems'
  UNION ALL SELECT 'incident:' || i.public_id
    FROM postmortem_incident n JOIN incident i ON i.id = n.incident_id WHERE n.postmortem_id = changed;
  SELECT pg_notify('site_change', '');
$$;

CREATE FUNCTION note_change_of_postmortem() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM note_postmortem_change(NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER site_change AFTER UPDATE ON postmortem FOR EACH ROW
  WHEN (OLD.published_version IS DISTINCT FROM NEW.published_version OR OLD.promised_on IS DISTINCT FROM NEW.promised_on)
  EXECUTE FUNCTION note_change_of_postmortem();

CREATE FUNCTION note_change_within_postmortem() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE changed int := COALESCE(NEW.postmortem_id, OLD.postmortem_id);
BEGIN
  IF EXISTS (SELECT FROM postmortem WHERE id = changed AND (published_version IS NOT NULL OR promised_on IS NOT NULL)) THEN
    PERFORM note_postmortem_change(changed);
    IF TG_TABLE_NAME = 'postmortem_incident' AND TG_OP <> 'INSERT' THEN
      INSERT INTO site_change (dependency) SELECT 'incident:' || public_id FROM incident WHERE id = OLD.incident_id;
    END IF;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER site_change AFTER INSERT OR UPDATE OR DELETE ON action_item
  FOR EACH ROW EXECUTE FUNCTION note_change_within_postmortem();
CREATE TRIGGER site_change AFTER INSERT OR UPDATE OF incident_id OR DELETE ON postmortem_incident
  FOR EACH ROW EXECUTE FUNCTION note_change_within_postmortem();
