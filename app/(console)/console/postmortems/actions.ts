'use server';

import { consolePostmortemsEn } from '#messages/en/console-postmortems';
import { action } from '#server/http/action';
import { fieldOf } from '#server/postmortems/console/text-from-form';
import { createPostmortem } from '#server/postmortems/verbs/create-postmortem';
import { promisePostmortem } from '#server/postmortems/verbs/promise-postmortem';

const TEXT = consolePostmortemsEn.promise;

export const start = action('postmortem:write', async (ctx, { fields }) => {
  const { postmortem } = await createPostmortem(ctx, { incidents: [fieldOf(fields, 'incident')] });
  return { to: `/console/postmortems/${postmortem}` };
});

export const promise = action('postmortem:write', async (ctx, { fields }) => {
  const incident = fieldOf(fields, 'incident');
  if (fieldOf(fields, 'withdraw') === 'on') {
    await promisePostmortem(ctx, { incident, promisedOn: null });
    return { kind: 'done', message: TEXT.withdrawn };
  }
  const promisedOn = fieldOf(fields, 'promisedOn');
  if (promisedOn === '') return { kind: 'error', message: TEXT.needed };
  await promisePostmortem(ctx, { incident, promisedOn });
  return { kind: 'done', message: TEXT.saved };
});
