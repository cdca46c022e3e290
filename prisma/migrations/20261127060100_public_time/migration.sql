-- When readers were last told anything new of an incident: what is for staff alone does not move it.
ALTER TABLE incident ADD COLUMN public_updated_at timestamptz;
UPDATE incident i SET public_updated_at = GREATEST(i.public_at, i.withdrawn_at, (SELECT max(GREATEST(u.published_at, u.edited_at, u.retracted_at))
  FROM incident_update u WHERE u.incident_id = i.id AND 'public' = ANY(u.audience))) WHERE i.public_at IS NOT NULL;
