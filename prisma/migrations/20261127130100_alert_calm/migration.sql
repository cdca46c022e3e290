-- An alert ends only when its cause has been gone for a while. `gone`: that it is, as Gone of domain/staff-alert-follow.ts; `on_since`: since when it is on
-- without a gap.
ALTER TABLE staff_alert ADD COLUMN gone jsonb, ADD COLUMN on_since timestamptz;
UPDATE staff_alert SET on_since = begun_at, gone = CASE WHEN ended_at IS NULL THEN NULL ELSE
  jsonb_build_object('at', floor(extract(epoch FROM ended_at) * 1000), 'why', 'well', 'noticedAt', floor(extract(epoch FROM ended_at) * 1000)) END;
ALTER TABLE staff_alert ALTER COLUMN on_since SET NOT NULL, ADD CHECK (ended_at IS NULL OR gone IS NOT NULL);

-- One alert a component and not an episode; one of a page that says too much or too little, whichever way it does.
UPDATE staff_alert a SET key = 'outage ' || c.slug FROM episode e JOIN component c ON c.id = e.component_id WHERE a.ended_at IS NULL AND a.key = 'outage ' || e.id;
UPDATE staff_alert SET key = regexp_replace(key, '^contradiction (untold|understated) ', 'contradiction better ') WHERE ended_at IS NULL;
UPDATE staff_alert SET key = regexp_replace(key, '^contradiction overstated ', 'contradiction worse ') WHERE ended_at IS NULL;

-- The newest outage of each component is looked at once a second.
CREATE INDEX episode_newest ON episode (component_id, from_at) WHERE erased_at IS NULL;

-- The newest instant that an agent observed and that reached us in time: whether it used to report live.
ALTER TABLE source_contact ADD COLUMN live_at timestamptz;
UPDATE source_contact SET live_at = seen_at WHERE extract(epoch FROM heard_at - seen_at) * 1000 < (SELECT max(silence_after_ms) FROM policy_version);
