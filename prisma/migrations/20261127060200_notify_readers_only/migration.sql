-- Only a public update notifies. Internal ones were stored as if they did.
UPDATE incident_update SET notifies = false WHERE notifies AND NOT 'public' = ANY (audience);
-- When the notification of an update is due: at once, or at the end of a burst of automatic news (domain/burst.ts). Null: it notifies nobody.
ALTER TABLE incident_update ADD COLUMN notify_at timestamptz;
UPDATE incident_update SET notify_at = published_at WHERE notifies;
ALTER TABLE incident_update ADD CHECK (NOT notifies OR 'public' = ANY (audience)), ADD CHECK (notifies = (notify_at IS NOT NULL)), ADD CHECK (notify_at >= published_at);
