-- When what readers see last changed: of statuses, of incidents, of the catalogue. Not the clock, so that an answer without news stays the same.
ALTER TABLE component_head ADD COLUMN changed_at timestamptz;
UPDATE component_head SET changed_at = since;
ALTER TABLE component_head ALTER COLUMN changed_at SET NOT NULL;

-- One row: the last change of the catalogue.
CREATE TABLE catalog_change (
  is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
  changed_at timestamptz NOT NULL
);
INSERT INTO catalog_change (changed_at) SELECT max(created_at) FROM component;

-- Feeds list incidents by their last public change.
CREATE INDEX incident_public_change ON incident (GREATEST(public_updated_at, public_at) DESC, id DESC) WHERE public_at IS NOT NULL;
