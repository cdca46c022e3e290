'use server';

import { INCIDENT_STATES } from '#domain/incident/incident';
import { consoleIncidentsEn } from '#messages/en/console-incidents';
import { action } from '#server/http/action';
import { saveTemplate } from '#server/incidents/verbs/save-template';

export const save = action('template:write', async (ctx, { fields }) => {
  const state = INCIDENT_STATES.find((one) => one === fields.state) ?? null;
  const title = String(fields.title ?? '').trim() || null;
  await saveTemplate(ctx, {
    name: String(fields.name ?? ''),
    title,
    body: String(fields.body ?? ''),
    state,
    version: Number(fields.version ?? 0),
  });
  return { kind: 'done', message: consoleIncidentsEn.templates.saved };
});
