'use server';

import { action } from '#server/http/action';
import { completeSetUp } from '#server/identity/people/verbs/set-up';

export const setUp = action('public', async (ctx, { fields }) => {
  await completeSetUp(ctx, fields);
  return { to: '/sign-in?after=set-up' };
});
