-- When a source that observes the component was last known to be alive: a fleet that fell silent is seen, a source that did is not.
ALTER TABLE component_head ADD COLUMN alive_at timestamptz;
UPDATE component_head SET alive_at = latest_observed_at;
