'use server';

import { formatMoment } from '#domain/time/format-utc';
import { consoleIncidentsEn as texts } from '#messages/en/console-incidents';
import { action } from '#server/http/action';
import { backfillFromForm, openFromForm, recipientsOfForm } from '#server/incidents/console/open-from-form';
import { publishedFirst } from '#server/incidents/console/published-first';

export const open = action('incident:open', async (ctx, { fields }) => {
  if (fields.intent === 'preview')
    return { kind: 'done', message: texts.composer.recipients(await recipientsOfForm(ctx, fields)) };
  try {
    const { incident } = await openFromForm(ctx, fields);
    return { to: `/console/incidents/${incident}` };
  } catch (error) {
    const first = await publishedFirst(ctx, error);
    if (!first) throw error;
    const { incident, update, at } = first;
    const link = { href: `/console/incidents/${incident}/updates/${update}`, label: texts.composer.publishedLink };
    return { kind: 'error', message: texts.open.openedFirst(formatMoment(at, ctx.clock.now())), link };
  }
});

export const enterPast = action('incident:backfill', async (ctx, { fields }) => {
  const { incident } = await backfillFromForm(ctx, fields);
  return { to: `/console/incidents/${incident}` };
});
