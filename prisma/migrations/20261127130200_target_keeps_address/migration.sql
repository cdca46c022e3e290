-- A target that says that it is gone keeps its address until somebody removes it: it may be taken up again.
DO $$
DECLARE name text;
BEGIN
  SELECT conname INTO STRICT name FROM pg_constraint
  WHERE conrelid = 'staff_alert_target'::regclass AND contype = 'c' AND pg_get_constraintdef(oid) LIKE '%stopped_at%' AND pg_get_constraintdef(oid) LIKE '%address%';
  EXECUTE format('ALTER TABLE staff_alert_target DROP CONSTRAINT %I', name);
END $$;
ALTER TABLE staff_alert_target ADD CHECK (address IS NOT NULL OR stopped_at IS NOT NULL), ADD CHECK (stopped_because <> 'removed' OR (address IS NULL AND routing_key IS NULL));

-- When a test was taken there, or it was taken up again: what failed before is no news.
ALTER TABLE staff_alert_target ADD COLUMN proved_at timestamptz;
