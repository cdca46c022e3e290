-- A link by which a person of staff chooses a new password: gone once it was used, or when anything else has changed who may come in. One that the
-- operator prints also takes the second factor away.
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
