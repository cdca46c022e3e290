'use server';

import { backfillFromForm, openFromForm } from '#server/duty/open-from-form';
import { action } from '#server/http/action';

export const open = action('incident:open', async (ctx, { fields }) => {
  const { incident } = await openFromForm(ctx, fields);
  return { to: `/console/incidents/${incident}` };
});

export const enterPast = action('incident:backfill', async (ctx, { fields }) => {
  const { incident } = await backfillFromForm(ctx, fields);
  return { to: `/console/incidents/${incident}` };
});
