'use server';

import { action } from '#server/http/action';
import { giveSecondFactor, signIn, signOut } from '#server/sign-in/sign-in';

const NEXT = { console: '/console', second_factor: '/sign-in/second-factor' } as const;

export const sendPassword = action('public', async (ctx, { fields, visit, setCookies }) => {
  const { next, cookies } = await signIn(ctx, visit, fields);
  await setCookies(cookies);
  return { to: NEXT[next] };
});

export const sendCode = action('public', async (ctx, { fields, visit, setCookies }) => {
  const { next, cookies } = await giveSecondFactor(ctx, visit, fields);
  await setCookies(cookies);
  return { to: NEXT[next] };
});

export const leave = action('account:write', async (ctx, { visit, setCookies }) => {
  await setCookies(await signOut(ctx, visit));
  return { to: '/sign-in?after=signed-out' };
});
