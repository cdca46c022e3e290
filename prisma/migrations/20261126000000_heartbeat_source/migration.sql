-- What a heartbeat stands for: a ping of its key is an observation of this instance of this component. quiet_after_ms stays what evaluation
-- reads; interval and grace are the parts that people know it by.
ALTER TABLE source
  ADD COLUMN component_id int REFERENCES component,
  ADD COLUMN instance text CHECK (length(instance) BETWEEN 1 AND 200),
  ADD COLUMN interval_ms int CHECK (interval_ms > 0),
  ADD COLUMN grace_ms int CHECK (grace_ms >= 0);
CREATE INDEX source_component_id ON source (component_id);

-- A heartbeat that was made by hand pings the first instance it was ever seen with; one that never was stays without.
UPDATE source SET component_id = seen.component_id, instance = seen.name, interval_ms = quiet_after_ms, grace_ms = 0
FROM (SELECT DISTINCT ON (s.source_id) s.source_id, i.component_id, i.name FROM series s JOIN instance i ON i.id = s.instance_id ORDER BY s.source_id, s.id) AS seen
WHERE seen.source_id = source.id AND source.kind = 'heartbeat';

ALTER TABLE source
  ADD CONSTRAINT source_heartbeat_whole CHECK (num_nonnulls(component_id, instance, interval_ms, grace_ms) IN (0, 4)),
  ADD CONSTRAINT source_heartbeat_kind CHECK (kind = 'heartbeat' OR component_id IS NULL),
  ADD CONSTRAINT source_heartbeat_quiet CHECK (interval_ms IS NULL OR quiet_after_ms = interval_ms + grace_ms);
