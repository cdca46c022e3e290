-- The end of the chain moves on by one entry at a time, and never back: what was cut off cannot be hidden by an ordinary statement.
CREATE FUNCTION refuse_step_of_audit_head() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.seq <> OLD.seq + 1 THEN
    RAISE EXCEPTION 'audit_head moves on by one entry at a time' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER audit_head_grows BEFORE UPDATE ON audit_head FOR EACH ROW EXECUTE FUNCTION refuse_step_of_audit_head();
