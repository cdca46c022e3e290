-- What readers can do about an incident, as plain text. Each public update stores what applied when it was published, so
-- that a retraction brings back the text before it. Internal updates have none.
ALTER TABLE incident_update
  ADD COLUMN what_you_can_do text CHECK (length(what_you_can_do) BETWEEN 1 AND 500),
  ADD CHECK (what_you_can_do IS NULL OR 'public' = ANY (audience));
ALTER TABLE incident_update_version
  ADD COLUMN what_you_can_do text CHECK (length(what_you_can_do) BETWEEN 1 AND 500);

CREATE OR REPLACE VIEW public_update AS
SELECT id, incident_id, public_id, state, notifies, author_kind = 'system' AS is_automatic,
  CASE WHEN retracted_at IS NULL THEN body ELSE '' END AS body,
  CASE WHEN retracted_at IS NULL THEN html ELSE '' END AS html,
  CASE WHEN retracted_at IS NULL THEN text ELSE '' END AS text,
  occurred_at, published_at, edited_at, retracted_at, retracted_reason, next_update_by,
  CASE WHEN retracted_at IS NULL THEN what_you_can_do END AS what_you_can_do
FROM incident_update WHERE 'public' = ANY (audience);
