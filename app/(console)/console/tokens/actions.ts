'use server';

import { createToken } from '#server/access/create-token';
import { revokeToken } from '#server/access/revoke-token';
import type { CreateToken } from '#server/access/write-token';
import { action } from '#server/http/action';
import { consoleEn } from '../../../../messages/console-en.ts';

const words = consoleEn.tokens;

export const makeToken = action('token:write', async (ctx, { fields }) => {
  const { scopes = [], source, expiresInDays, ...rest } = fields;
  const input = { ...rest, scopes: [scopes].flat(), ...(source ? { source } : {}), ...(expiresInDays ? { expiresInDays: Number(expiresInDays) } : {}) };
  const { text } = await createToken(ctx, input as CreateToken); // the verb checks it
  return { kind: 'done', message: words.made, shown: { label: words.madeLabel, lines: [text] } };
});

export const endToken = action('token:write', async (ctx, { fields }) => {
  await revokeToken(ctx, String(fields.id));
  return { kind: 'done', message: words.revokedNow };
});
