-- Images in the texts of post-mortems, by the name that texts refer to: a digest of the content and its size in pixels.
-- published_at: when a published text first showed it; null while only staff see it.
CREATE TABLE postmortem_image (
  postmortem_id int NOT NULL REFERENCES postmortem ON DELETE CASCADE,
  name text NOT NULL CHECK (name ~ '^[0-9a-f]{32}-[1-9][0-9]{0,4}x[1-9][0-9]{0,4}\.(png|jpg|webp)$'),
  media_type text NOT NULL CHECK (media_type IN ('image/png', 'image/jpeg', 'image/webp')),
  content bytea NOT NULL CHECK (length(content) > 0),
  alt text NOT NULL CHECK (alt <> ''),
  author_kind text NOT NULL CHECK (author_kind IN ('staff', 'token', 'system')),
  author_id text NOT NULL,
  created_at timestamptz NOT NULL,
  published_at timestamptz,
  PRIMARY KEY (postmortem_id, name)
);
CREATE INDEX postmortem_image_public ON postmortem_image (name) WHERE published_at IS NOT NULL;
