import type { Context } from '#server/context';
import { sendWebhook } from '#server/delivery/channels/send-webhook';
import type { Task } from '#server/delivery/wake';
import { createEventLane } from './event-lane.ts';

/** Deliveries in progress at once, per lane and process. Slow receivers occupy the slots of webhooks for at most the timeout of a request. */
const WEBHOOK_SLOTS = 1_000;
const RETRY_SLOTS = 200;

/** Makes the lanes of events of a process. */
export function createEventLanes(ctx: Context) {
  const webhooks = (name: 'webhook' | 'webhook_retry', slots: number) =>
    createEventLane(ctx, { name, slots, send: (delivery) => sendWebhook(ctx, delivery) });
  return {
    webhook: webhooks('webhook', WEBHOOK_SLOTS),
    webhook_retry: webhooks('webhook_retry', RETRY_SLOTS),
  } satisfies Record<Task, unknown>;
}
