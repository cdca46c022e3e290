'use server';

import { action } from '#server/http/action';
import { requestReset } from '#server/identity/people/verbs/request-reset';
import { giveCode } from '#server/identity/sign-in/give-code';
import { returnPath, withReturn } from '#server/identity/sign-in/return-path';
import { signIn, signOut } from '#server/identity/sign-in/sign-in';

export const sendPassword = action('public', async (ctx, { fields, client, setCookies }) => {
  const { to, ...given } = fields;
  const { next, cookies } = await signIn(ctx, client, given);
  await setCookies(cookies);
  return { to: next === 'second_factor' ? withReturn('/sign-in/second-factor', to) : (returnPath(to) ?? '/console') };
});

export const sendCode = action('public', async (ctx, { fields, client, setCookies }) => {
  const { to, ...given } = fields;
  await setCookies(await giveCode(ctx, client, given));
  return { to: returnPath(to) ?? '/console' };
});

export const requestLink = action('public', async (ctx, { fields, client }) => {
  await requestReset(ctx, client, fields);
  return { to: ctx.mail.isFolder ? '/sign-in?after=written' : '/sign-in?after=asked' };
});

export const leave = action('account:write', async (ctx, { client, setCookies }) => {
  await setCookies(await signOut(ctx, client));
  return { to: '/sign-in?after=signed-out' };
});
