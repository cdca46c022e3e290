'use server';

import { enSubscribe } from '#messages/en/subscribe';
import { action } from '#server/http/action';
import { choiceOfForm, faultOfForm } from '#server/subscribers/form-input';
import { requestLinks, requestSubscription } from '#server/subscribers/verbs/request-subscription';

const SENT = '/subscribe?after=sent';

function messageOf(field: string, fault: string, channel: unknown): string {
  if (field === 'address' && channel === 'webhook') return enSubscribe.webhook.invalid(fault);
  if (field === 'address' || field === 'ownerEmail') return enSubscribe.email.invalid;
  return field === 'components' || field === 'events' || field === 'timeZone' ? enSubscribe.invalid[field] : fault;
}

export const subscribe = action('public', async (ctx, { fields, client }) => {
  const { channel, address, ownerEmail, incident } = fields;
  const scope = { channel, address, ...(ownerEmail === undefined ? {} : { ownerEmail }) };
  try {
    await requestSubscription(ctx, client, { ...scope, ...choiceOfForm(fields), ...(incident ? { incident } : {}) });
  } catch (error) {
    const found = faultOfForm(error);
    if (!found) throw error;
    return { kind: 'error', message: messageOf(found.field, found.fault, channel), field: found.field, fields };
  }
  return { to: SENT };
});

export const askForLinks = action('public', async (ctx, { fields, client }) => {
  try {
    await requestLinks(ctx, client, { address: fields.address });
  } catch (error) {
    if (!faultOfForm(error)) throw error;
    return { kind: 'error', message: enSubscribe.email.invalid };
  }
  return { to: SENT };
});
