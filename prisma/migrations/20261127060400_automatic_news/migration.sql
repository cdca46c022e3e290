-- What monitoring reported in an automatic update (AutomaticNews of domain/automatic-news.ts), so that further news within a burst can be told with it. Empty in
-- what people wrote, and in what was published before.
ALTER TABLE incident_update ADD COLUMN news jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(news) = 'array');
