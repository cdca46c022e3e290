-- An archived component keeps its history and leaves the page, badges, JSON and automation.
ALTER TABLE component ADD COLUMN archived_at timestamptz;
