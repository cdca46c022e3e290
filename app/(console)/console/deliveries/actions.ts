'use server';

import { consoleDeliveriesEn } from '#messages/en/console-deliveries';
import { retryDeliveries } from '#server/delivery/verbs/retry-deliveries';
import { sendTestMail } from '#server/delivery/verbs/send-test-mail';
import { action } from '#server/http/action';

const TEXT = consoleDeliveriesEn;

export const retry = action('incident:update', async (ctx, { fields }) => {
  const { event, state, channel, outcome, subscriber } = fields as Parameters<typeof retryDeliveries>[1]; // the verb checks them
  const count = await retryDeliveries(ctx, {
    event,
    state,
    ...(channel === undefined ? {} : { channel }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(subscriber === undefined ? {} : { subscriber }),
  });
  return { kind: 'done', message: count === 0 ? TEXT.retry.none : TEXT.retry.done(count) };
});

export const testMail = action('incident:update', async (ctx) => {
  const outcome = await sendTestMail(ctx);
  if (outcome.kind === 'sent') return { kind: 'done', message: ctx.mail.isFolder ? TEXT.testedFolder : TEXT.tested };
  return { kind: 'error', message: TEXT.testFailed(TEXT.reason.email[outcome.kind], outcome.answer ?? '') };
});
