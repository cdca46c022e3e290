-- What readers notice while a component has a status: an object with a sentence per status, each optional.
ALTER TABLE component
  ADD COLUMN effects jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(effects) = 'object');

-- The templates of a new installation name the effect. Templates that were edited stay.
UPDATE update_template SET body = text FROM (VALUES
  ('Investigating',
    '{{components}}: {{effect}}. This started at {{since}}, and we are investigating the cause. '
    'You don''t need to change anything on your side. Next update by {{next_update}}.'),
  ('Identified',
    '{{components}}: {{effect}}. This started at {{since}}. We have identified the cause and are working on a fix. '
    'You don''t need to change anything on your side. Next update by {{next_update}}.'),
  ('Monitoring',
    'A fix for {{components}} is in place, and we are monitoring to confirm recovery. The problem started at {{since}}. '
    'You don''t need to change anything on your side. Next update by {{next_update}}.'),
  ('Resolved',
    'The problem with {{components}} is resolved. It started at {{since}} and lasted {{duration}}.')
) AS standard (title, text)
WHERE update_template.name = standard.title AND version = 1 AND saved_at = to_timestamp(0);
