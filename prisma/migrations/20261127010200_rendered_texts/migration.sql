-- Texts as HTML and as plain text, rendered when they are saved. NULL: saved before this was stored; rendered in the background after the start.
-- Earlier versions of an update stay without: their table is append-only, and no page shows them as HTML.
ALTER TABLE incident_update ADD COLUMN html text CHECK (length(html) <= 300000), ADD COLUMN text text CHECK (length(text) <= 300000),
  ADD CHECK ((html IS NULL) = (text IS NULL));
ALTER TABLE incident_update_version ADD COLUMN html text, ADD COLUMN text text;
ALTER TABLE incident_note ADD COLUMN html text CHECK (length(html) <= 300000);
ALTER TABLE incident_draft ADD COLUMN html text CHECK (length(html) <= 300000);
CREATE INDEX incident_update_not_rendered ON incident_update (id) WHERE html IS NULL;
CREATE INDEX incident_note_not_rendered ON incident_note (id) WHERE html IS NULL;
