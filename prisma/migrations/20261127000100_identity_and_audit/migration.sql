-- Identity and audit.

-- ---------------------------------------------------------------------------------------------------------------------
-- Identity
-- ---------------------------------------------------------------------------------------------------------------------

-- API tokens. Only the SHA-256 of the secret is stored; the prefix finds the row. A token with a source ingests for it.
CREATE TABLE token (
  id serial PRIMARY KEY,
  name text NOT NULL,
  prefix text NOT NULL UNIQUE,
  hash bytea NOT NULL CHECK (length(hash) = 32),
  scopes text[] NOT NULL CHECK (cardinality(scopes) > 0),
  source_id int REFERENCES source,
  created_at timestamptz NOT NULL,
  expires_at timestamptz,
  revoked_at timestamptz
);
CREATE INDEX token_source_id ON token (source_id);

CREATE TABLE staff (
  id text PRIMARY KEY,
  email text NOT NULL UNIQUE CHECK (email = lower(email) AND length(email) <= 254),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  role text NOT NULL CHECK (role IN ('viewer', 'communicator', 'editor', 'admin')),
  -- A PHC string: scrypt with its cost and salt.
  password_hash text NOT NULL,
  deactivated_at timestamptz,
  created_at timestamptz NOT NULL
);

-- The components that a communicator is limited to. No rows mean every component, so a component with rows here must
-- not be deletable: removing the last row would lift the limit.
CREATE TABLE staff_component (
  staff_id text NOT NULL REFERENCES staff,
  component_id int NOT NULL REFERENCES component,
  PRIMARY KEY (staff_id, component_id)
);
CREATE INDEX staff_component_component_id ON staff_component (component_id);

-- token_hash is the SHA-256 of the cookie's value. expires_at ends a session in any case; last_seen_at decides when it
-- has been idle for too long. A row that awaits a code is not a session yet: its password was right, and the code of the
-- second factor is missing.
CREATE TABLE staff_session (
  id text PRIMARY KEY,
  token_hash bytea NOT NULL UNIQUE CHECK (length(token_hash) = 32),
  staff_id text NOT NULL REFERENCES staff,
  awaits_code boolean NOT NULL,
  expires_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  ip_address text NOT NULL,
  user_agent text NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE INDEX staff_session_staff_id ON staff_session (staff_id);

-- The accounts of single sign-on that belong to a person.
CREATE TABLE staff_account (
  issuer text NOT NULL,
  subject text NOT NULL,
  staff_id text NOT NULL REFERENCES staff,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (issuer, subject)
);
CREATE INDEX staff_account_staff_id ON staff_account (staff_id);

-- `secret` is encrypted. last_step is the 30-second step of the newest code that was accepted: a code of that step or an
-- earlier one is not accepted again. Recovery codes are stored as SHA-256 and removed when they are used.
CREATE TABLE second_factor (
  staff_id text PRIMARY KEY REFERENCES staff,
  secret text NOT NULL,
  recovery_code_hashes text[] NOT NULL,
  last_step int NOT NULL DEFAULT 0,
  confirmed_at timestamptz
);

-- A link that creates one staff account before it expires. The set-up link creates the first admin and has no address.
CREATE TABLE invitation (
  id serial PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('set_up', 'invitation')),
  email text CHECK (email = lower(email) AND length(email) <= 254),
  role text NOT NULL CHECK (role IN ('viewer', 'communicator', 'editor', 'admin')),
  token_hash bytea NOT NULL UNIQUE CHECK (length(token_hash) = 32),
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  CHECK ((kind = 'set_up') = (email IS NULL))
);

-- A link to choose a new password. The row is deleted when the link is used, or when the account's access changes in
-- any other way. A link that the operator prints also removes the second factor.
CREATE TABLE access_reset (
  id serial PRIMARY KEY,
  staff_id text NOT NULL REFERENCES staff,
  clears_second_factor boolean NOT NULL,
  token_hash bytea NOT NULL UNIQUE CHECK (length(token_hash) = 32),
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX access_reset_staff_id ON access_reset (staff_id);
CREATE INDEX access_reset_expires_at ON access_reset (expires_at);

-- Counters of recent attempts, for rate limits. The key is a hash of the action and of the person or address, so that
-- the table holds no personal data.
CREATE TABLE attempt (
  key bytea PRIMARY KEY,
  tries int NOT NULL,
  window_from timestamptz NOT NULL
);
CREATE INDEX attempt_window_from ON attempt (window_from);

-- The secrets that all processes of an installation share to sign and encrypt. The first process that needs one
-- creates it.
CREATE TABLE server_secret (
  name text PRIMARY KEY,
  value text NOT NULL
);

-- ---------------------------------------------------------------------------------------------------------------------
-- Audit
-- ---------------------------------------------------------------------------------------------------------------------

-- Who changed which object, with its values before and after. The rows form a chain: each hash covers its row and the
-- previous hash. People appear only by their ids.
CREATE TABLE audit_log (
  seq bigint PRIMARY KEY,
  at timestamptz NOT NULL,
  actor_kind text NOT NULL CHECK (actor_kind IN ('staff', 'token', 'system')),
  actor_id text NOT NULL,
  action text NOT NULL,
  object_kind text NOT NULL,
  object_id text NOT NULL,
  before jsonb,
  after jsonb,
  reason text,
  prev_hash bytea NOT NULL CHECK (length(prev_hash) = 32),
  hash bytea NOT NULL CHECK (length(hash) = 32)
);
CREATE INDEX audit_log_object ON audit_log (object_kind, object_id, seq);
CREATE INDEX audit_log_actor ON audit_log (actor_kind, actor_id, seq);
CREATE INDEX audit_log_action ON audit_log (action, seq);

-- The end of the chain, in one row. It reveals the removal of the newest entries, which the chain itself cannot show.
CREATE TABLE audit_head (
  is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
  seq bigint NOT NULL,
  hash bytea NOT NULL CHECK (length(hash) = 32)
);
INSERT INTO audit_head (seq, hash) VALUES (0, decode(repeat('00', 32), 'hex'));

-- Tables that are never changed reject updates and deletions with this function.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_head_stays BEFORE DELETE OR TRUNCATE ON audit_head
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The end of the chain only advances, one entry at a time. An ordinary statement therefore cannot set it back to hide
-- that entries were removed.
CREATE FUNCTION refuse_step_of_audit_head() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.seq <> OLD.seq + 1 THEN
    RAISE EXCEPTION 'audit_head moves on by one entry at a time' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER audit_head_grows BEFORE UPDATE ON audit_head
  FOR EACH ROW EXECUTE FUNCTION refuse_step_of_audit_head();
