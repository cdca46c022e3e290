-- Words to begin with, for an installation that has none: who is affected, since when, what to do, when the next word comes.
INSERT INTO update_template (name, body, state, version, saved_at)
SELECT t.name, t.body, t.state, 1, to_timestamp(0)
FROM (VALUES
  ('1 First word', 'We see a problem with {{components}} since {{since}}. Partners may get no answer from it, or a late one. You need not change anything on your side. We are looking for the cause; the next update comes by {{next_update}}.', 'investigating'),
  ('2 Cause known', 'We know the cause of the problem with {{components}}, which began at {{since}}, and are working on it. You need not change anything on your side. The next update comes by {{next_update}}.', 'identified'),
  ('3 Better, watching', '{{components}}: working again, as far as we see. The problem began at {{since}}. We go on watching before we call it over; you need not change anything on your side. The next update comes by {{next_update}}.', 'monitoring'),
  ('4 Over', 'The problem with {{components}} is over. It began at {{since}} and lasted {{duration}} in all.', 'resolved')
) AS t (name, body, state)
WHERE NOT EXISTS (SELECT 1 FROM update_template);
