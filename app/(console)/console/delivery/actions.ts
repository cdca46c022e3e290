'use server';

import { consoleDeliveryEn } from '#messages/en/console-delivery';
import { resumeDelivery } from '#server/delivery/verbs/resume-delivery';
import { action } from '#server/http/action';

export const resume = action('delivery:pause', async (ctx) => {
  await resumeDelivery(ctx);
  return { kind: 'done', message: consoleDeliveryEn.resumed };
});
