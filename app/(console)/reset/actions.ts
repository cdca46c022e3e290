'use server';

import { action } from '#server/http/action';
import { resetPassword } from '#server/identity/people/verbs/reset-password';

export const choosePassword = action('public', async (ctx, { fields }) => {
  await resetPassword(ctx, fields);
  return { to: '/sign-in?after=reset' };
});
