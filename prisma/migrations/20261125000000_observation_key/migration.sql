-- The key of an observation becomes eight bytes instead of twelve (padded to sixteen): within a daily partition the millisecond of the
-- day says as much as the instant. It is a unique index of each partition, because a key of the whole table may hold no expression.

CREATE FUNCTION day_ms(timestamptz) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN ((date_part('epoch', $1 - timestamptz '2000-01-01 00:00:00+00') * 1000)::bigint % 86400000)::int;

ALTER TABLE observation DROP CONSTRAINT observation_pkey;

DO $$
DECLARE part regclass;
BEGIN
  FOR part IN SELECT relid FROM pg_partition_tree('observation') WHERE isleaf LOOP
    EXECUTE format('CREATE UNIQUE INDEX ON %s (day_ms(observed_at), series_id)', part);
  END LOOP;
END $$;
