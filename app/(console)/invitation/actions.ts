'use server';

import { action } from '#server/http/action';
import { acceptInvitation } from '#server/identity/people/verbs/accept-invitation';

export const join = action('public', async (ctx, { fields }) => {
  await acceptInvitation(ctx, fields);
  return { to: '/sign-in?after=invitation' };
});
