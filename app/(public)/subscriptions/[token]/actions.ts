'use server';

import { enSubscribe } from '#messages/en/subscribe';
import { action } from '#server/http/action';
import { choiceOfForm, faultOfForm } from '#server/subscribers/form-input';
import type { TestFailure } from '#server/subscribers/send-test-event';
import { changeSubscription } from '#server/subscribers/verbs/change-subscription';
import { confirmSubscription } from '#server/subscribers/verbs/confirm-subscription';
import { renewConfirmation } from '#server/subscribers/verbs/renew-confirmation';
import { rotateSecret } from '#server/subscribers/verbs/rotate-secret';
import { testEndpoint } from '#server/subscribers/verbs/test-endpoint';
import { unsubscribe } from '#server/subscribers/verbs/unsubscribe';

const { confirm: confirming, page: managing, failure: failures } = enSubscribe;

function reasonOf(failure: TestFailure): string {
  return failure.kind === 'answered' ? failures.answered(failure.status) : failures[failure.kind];
}

export const confirm = action('public', async (ctx, { fields }) => {
  const isWebhook = fields.channel === 'webhook';
  const hasSecret = fields.again === 'yes';
  const { manage, secret, failure } = await confirmSubscription(ctx, { token: String(fields.token), hasSecret });
  const path = new URL(manage).pathname;
  if (!isWebhook) return { to: `${path}?after=confirmed` };
  const done = secret === null ? confirming.confirmedAgain : confirming.confirmed;
  return {
    kind: failure ? 'error' : 'done',
    message: failure ? confirming.failed(reasonOf(failure)) : done,
    ...(secret === null ? {} : { shown: { label: confirming.secret, lines: [secret] } }),
    ...(failure ? {} : { link: { href: path, label: confirming.manage } }),
  };
});

export const renew = action('public', async (ctx, { fields, client }) => {
  await renewConfirmation(ctx, client, { token: String(fields.token) });
  return { to: '/subscribe?after=sent' };
});

export const change = action('public', async (ctx, { fields }) => {
  try {
    await changeSubscription(ctx, String(fields.token), choiceOfForm(fields));
  } catch (error) {
    const found = faultOfForm(error);
    if (found?.field !== 'components' && found?.field !== 'events' && found?.field !== 'timeZone') throw error;
    return { kind: 'error', message: enSubscribe.invalid[found.field] };
  }
  return { to: `/subscriptions/${String(fields.token)}?after=saved` };
});

export const test = action('public', async (ctx, { fields }) => {
  const failure = await testEndpoint(ctx, { token: String(fields.token) });
  if (failure === null) return { kind: 'done', message: managing.tested };
  return { kind: 'error', message: managing.testFailed(reasonOf(failure)) };
});

export const rotate = action('public', async (ctx, { fields }) => {
  const { secret } = await rotateSecret(ctx, { token: String(fields.token) });
  return { kind: 'done', message: managing.rotated, shown: { label: managing.secret, lines: [secret] } };
});

export const leave = action('public', async (ctx, { fields }) => {
  await unsubscribe(ctx, { token: String(fields.token) });
  return { to: `/subscriptions/${String(fields.token)}/unsubscribe` };
});
