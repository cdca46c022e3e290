-- People of staff and how they sign in. staff, staff_session, staff_account, second_factor and verification are what better-auth keeps; texts are its ids.
CREATE TABLE staff (
  id text PRIMARY KEY,
  email text NOT NULL UNIQUE CHECK (email = lower(email) AND length(email) <= 254),
  email_verified boolean NOT NULL,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  image text,
  role text NOT NULL CHECK (role IN ('viewer', 'communicator', 'editor', 'admin')),
  two_factor_enabled boolean NOT NULL DEFAULT false,
  deactivated_at timestamptz,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);

-- token is the SHA-256 of what the cookie holds. expires_at is the absolute end; last_seen_at tells the idle one.
CREATE TABLE staff_session (
  id text PRIMARY KEY,
  token text NOT NULL UNIQUE,
  staff_id text NOT NULL REFERENCES staff,
  expires_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  ip_address text,
  user_agent text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE INDEX staff_session_staff_id ON staff_session (staff_id);

CREATE TABLE staff_account (
  id text PRIMARY KEY,
  staff_id text NOT NULL REFERENCES staff,
  provider_id text NOT NULL,
  account_id text NOT NULL,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  UNIQUE (provider_id, account_id)
);
CREATE INDEX staff_account_staff_id ON staff_account (staff_id);

CREATE TABLE second_factor (
  id text PRIMARY KEY,
  staff_id text NOT NULL UNIQUE REFERENCES staff,
  secret text NOT NULL,
  backup_codes text NOT NULL,
  verified boolean NOT NULL DEFAULT false,
  failed_verification_count int NOT NULL DEFAULT 0,
  locked_until timestamptz
);

-- A code of a second factor holds for a minute and a half and may be used once.
CREATE TABLE used_code (
  staff_id text NOT NULL REFERENCES staff,
  code_hash bytea NOT NULL,
  used_at timestamptz NOT NULL,
  PRIMARY KEY (staff_id, code_hash)
);
CREATE INDEX used_code_used_at ON used_code (used_at);

CREATE TABLE verification (
  id text PRIMARY KEY,
  identifier text NOT NULL,
  value text NOT NULL,
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE INDEX verification_identifier ON verification (identifier);

-- A link that makes somebody staff: once, and until it expires. A set-up link makes the first admin and names nobody.
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

-- How often somebody has tried of late, by a hash of who and what.
CREATE TABLE attempt (
  key bytea PRIMARY KEY,
  tries int NOT NULL,
  window_from timestamptz NOT NULL
);
CREATE INDEX attempt_window_from ON attempt (window_from);

-- What all processes on this database sign and encrypt with; made by the first that needs it.
CREATE TABLE server_secret (
  name text PRIMARY KEY,
  value text NOT NULL
);
