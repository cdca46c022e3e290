'use server';

import { consoleEn } from '#messages/en/console';
import { action } from '#server/http/action';
import { changePassword } from '#server/identity/people/verbs/change-password';
import { endOwnSession } from '#server/identity/sessions/sessions';
import { qrCode } from '#server/identity/sign-in/qr-code';
import {
  beginSecondFactor,
  confirmSecondFactor,
  endSecondFactor,
  renewRecoveryCodes,
} from '#server/identity/sign-in/second-factor';

const texts = consoleEn.account;

export const sendPassword = action('account:write', async (ctx, { fields, client }) => {
  await changePassword(ctx, client, fields);
  return { to: '/sign-in?after=password' };
});

export const beginFactor = action('account:write', async (ctx, { fields, client }) => {
  const { uri, recoveryCodes } = await beginSecondFactor(ctx, client, fields);
  const key = new URL(uri).searchParams.get('secret') ?? '';
  const qr = { ...qrCode(uri), label: texts.factor.qr };
  return {
    kind: 'done',
    message: texts.factor.begun,
    shown: { label: texts.factor.beginLabel, lines: [texts.factor.key(key), ...recoveryCodes], qr },
  };
});

export const confirmFactor = action('account:write', async (ctx, { fields }) => {
  await confirmSecondFactor(ctx, fields);
  return { kind: 'done', message: texts.factor.confirmed };
});

export const renewCodes = action('account:write', async (ctx, { fields, client }) => {
  const lines = await renewRecoveryCodes(ctx, client, fields);
  return { kind: 'done', message: texts.factor.renewed, shown: { label: texts.factor.renewLabel, lines } };
});

export const endFactor = action('account:write', async (ctx, { fields, client }) => {
  await endSecondFactor(ctx, client, fields);
  return { kind: 'done', message: texts.factor.ended };
});

export const endSession = action('account:write', async (ctx, { fields }) => {
  await endOwnSession(ctx, fields);
  return { kind: 'done', message: texts.sessions.ended };
});
