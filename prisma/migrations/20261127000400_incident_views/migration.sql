-- Whether an incident is open, and what readers may see of incidents, each defined once.

ALTER TABLE incident ADD COLUMN is_open boolean NOT NULL GENERATED ALWAYS AS (
  state NOT IN ('resolved', 'postmortem') AND withdrawn_at IS NULL AND merged_into_id IS NULL) STORED;
DROP INDEX incident_open;
CREATE INDEX incident_open ON incident (id) WHERE is_open;

-- The published updates. A retracted one has a reason instead of its text.
CREATE VIEW public_update AS
SELECT id, incident_id, public_id, state, notifies, author_kind = 'system' AS is_automatic,
  CASE WHEN retracted_at IS NULL THEN body ELSE '' END AS body,
  CASE WHEN retracted_at IS NULL THEN html ELSE '' END AS html,
  CASE WHEN retracted_at IS NULL THEN text ELSE '' END AS text,
  occurred_at, published_at, edited_at, retracted_at, retracted_reason, next_update_by
FROM incident_update WHERE 'public' = ANY (audience);

-- The affected components that readers know of: from an episode, or from a public update of the incident or of one that
-- was merged into it. Components that staff named only internally are excluded.
CREATE VIEW public_incident_component AS
SELECT n.incident_id, n.component_id, n.status
FROM incident_component n
WHERE EXISTS (
    SELECT 1 FROM episode e
    WHERE e.incident_id = n.incident_id AND e.component_id = n.component_id AND e.removed_at IS NULL)
  OR EXISTS (
    WITH RECURSIVE part AS (
      SELECT n.incident_id AS id UNION ALL SELECT p.id FROM incident p JOIN part ON p.merged_into_id = part.id)
    SELECT 1 FROM part
      JOIN public_update u ON u.incident_id = part.id
      JOIN incident_impact m ON m.update_id = u.id
    WHERE m.component_id = n.component_id);

-- What readers would see of any incident if it became public; public_at and updated_at are null before. For previews.
CREATE VIEW incident_for_readers AS
SELECT i.id, i.public_id, i.title, i.origin, i.state, i.is_open, i.started_at, i.created_at, i.public_at,
  GREATEST(i.public_updated_at, i.public_at) AS updated_at, i.monitoring_at, i.resolved_at, i.withdrawn_at,
  target.public_id AS merged_into, target.title AS merged_into_title
FROM incident i LEFT JOIN incident target ON target.id = i.merged_into_id AND target.public_at IS NOT NULL;

CREATE VIEW public_incident AS SELECT * FROM incident_for_readers WHERE public_at IS NOT NULL;
