-- Groups gather components on the page; a group stands where the first of them does.
CREATE TABLE component_group (
  id serial PRIMARY KEY,
  public_id text NOT NULL UNIQUE CHECK (public_id ~ '^[a-z0-9]{12}$'),
  slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  created_at timestamptz NOT NULL
);
ALTER TABLE component ADD COLUMN group_id int REFERENCES component_group;
CREATE INDEX component_group_id ON component (group_id);

-- What people call a region that probes name; a region without a row is called by its name.
CREATE TABLE region (
  name text PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 100),
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 100)
);
