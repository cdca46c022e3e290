-- Images of the brand. Rows are never changed: an image is served under its sha256 and may be cached forever.
-- `source_sha256` is the hash of the file that it was made from, so that applying the same file again changes nothing.
CREATE TABLE brand_image (
  sha256 text PRIMARY KEY CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  source_sha256 text NOT NULL CHECK (source_sha256 ~ '^[0-9a-f]{64}$'),
  media_type text NOT NULL CHECK (media_type IN ('image/svg+xml', 'image/png')),
  content bytea NOT NULL CHECK (length(content) BETWEEN 1 AND 2000000),
  raster bytea NOT NULL CHECK (length(raster) BETWEEN 1 AND 2000000),
  touch_icon bytea NOT NULL CHECK (length(touch_icon) BETWEEN 1 AND 2000000),
  created_at timestamptz NOT NULL
);
CREATE INDEX brand_image_source_sha256 ON brand_image (source_sha256);

-- The brand of the installation, always exactly one row. What is null has a default that looks finished. `revision`
-- increases with each change, so that processes know when their copy is out of date.
CREATE TABLE brand (
  id int PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  revision int NOT NULL DEFAULT 0 CHECK (revision >= 0),
  name text CHECK (length(name) BETWEEN 1 AND 40),
  description text CHECK (length(description) BETWEEN 1 AND 200),
  accent text CHECK (accent ~ '^#[0-9a-f]{6}$'),
  logo_light text REFERENCES brand_image,
  logo_dark text REFERENCES brand_image,
  favicon text REFERENCES brand_image,
  support text CHECK (length(support) BETWEEN 1 AND 300),
  links jsonb NOT NULL DEFAULT '[]',
  footer text CHECK (length(footer) BETWEEN 1 AND 300),
  time_zone text NOT NULL DEFAULT 'UTC',
  CHECK ((logo_light IS NULL) = (logo_dark IS NULL))
);
CREATE INDEX brand_logo_light ON brand (logo_light);
CREATE INDEX brand_logo_dark ON brand (logo_dark);
CREATE INDEX brand_favicon ON brand (favicon);
INSERT INTO brand DEFAULT VALUES;
