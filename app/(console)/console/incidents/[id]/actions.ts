'use server';

import { composeUpdate } from '#server/duty/compose-update';
import { action } from '#server/http/action';
import { addNote } from '#server/incidents/add-note';
import { confirmIncident } from '#server/incidents/confirm-incident';
import { mergeIncident } from '#server/incidents/merge-incident';
import { withdrawIncident } from '#server/incidents/withdraw-incident';
import { consoleIncidentsEn } from '../../../../../messages/console-incidents-en.ts';
import { enIncidents } from '../../../../../messages/en-incidents.ts';

const words = consoleIncidentsEn;
const text = (value: string | string[] | undefined) => String(value ?? '');

export const compose = action('incident:update', async (ctx, { fields }) => {
  const done = await composeUpdate(ctx, fields);
  if (done.kind === 'published') return { to: `/console/incidents/${text(fields.incident)}?said=${done.update}` };
  if (done.kind === 'draft') return { to: `/console/incidents/${text(fields.incident)}?draft=saved` };
  return { kind: 'done', message: words.composer.preview, preview: { html: done.html, state: enIncidents.state[done.state], mail: done.mail } };
});

export const confirm = action('incident:update', async (ctx, { fields }) => {
  await confirmIncident(ctx, { incident: text(fields.incident) });
  return { kind: 'done', message: words.act.confirmed };
});

export const note = action('incident:update', async (ctx, { fields }) => {
  await addNote(ctx, { incident: text(fields.incident), body: text(fields.note) });
  return { to: `/console/incidents/${text(fields.incident)}` };
});

export const withdraw = action('incident:withdraw', async (ctx, { fields }) => {
  await withdrawIncident(ctx, { incident: text(fields.incident), reason: text(fields.reason) });
  return { kind: 'done', message: words.act.withdrawn };
});

export const merge = action('incident:update', async (ctx, { fields }) => {
  await mergeIncident(ctx, { incident: text(fields.incident), into: text(fields.into), reason: text(fields.reason) });
  return { kind: 'done', message: words.act.merged };
});
