'use server';

import { consoleEn } from '#messages/en/console';
import { action } from '#server/http/action';
import { createToken } from '#server/identity/tokens/verbs/create-token';
import { revokeToken } from '#server/identity/tokens/verbs/revoke-token';
import type { CreateToken } from '#server/identity/tokens/write-token';

const texts = consoleEn.tokens;

export const makeToken = action('token:write', async (ctx, { fields }) => {
  const { scopes = [], source, expiresInDays, ...rest } = fields;
  const input = {
    ...rest,
    scopes: [scopes].flat(),
    ...(source ? { source } : {}),
    ...(expiresInDays ? { expiresInDays: Number(expiresInDays) } : {}),
  };
  const { text } = await createToken(ctx, input as CreateToken); // the verb checks it
  return { kind: 'done', message: texts.made, shown: { label: texts.madeLabel, lines: [text] } };
});

export const endToken = action('token:write', async (ctx, { fields }) => {
  await revokeToken(ctx, String(fields.id));
  return { kind: 'done', message: texts.revokedNow };
});
