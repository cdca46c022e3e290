'use server';

import { action } from '#server/http/action';
import { askForReset } from '#server/identity/people/verbs/request-reset';
import { returnPath, withReturn } from '#server/identity/sign-in/return-path';
import { giveSecondFactor, signIn, signOut } from '#server/identity/sign-in/sign-in';

export const sendPassword = action('public', async (ctx, { fields, visit, setCookies }) => {
  const { to, ...given } = fields;
  const { next, cookies } = await signIn(ctx, visit, given);
  await setCookies(cookies);
  return { to: next === 'second_factor' ? withReturn('/sign-in/second-factor', to) : (returnPath(to) ?? '/console') };
});

export const sendCode = action('public', async (ctx, { fields, visit, setCookies }) => {
  const { to, ...given } = fields;
  await setCookies(await giveSecondFactor(ctx, visit, given));
  return { to: returnPath(to) ?? '/console' };
});

export const askForLink = action('public', async (ctx, { fields, visit }) => {
  await askForReset(ctx, visit, fields);
  return { to: ctx.mail.isFolder ? '/sign-in?after=written' : '/sign-in?after=asked' };
});

export const leave = action('account:write', async (ctx, { visit, setCookies }) => {
  await setCookies(await signOut(ctx, visit));
  return { to: '/sign-in?after=signed-out' };
});
