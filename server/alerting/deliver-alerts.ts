import { nextTryAt } from '#domain/alerting/alert-deliveries';
import { alertMessage } from '#server/alerting/channels/alert-message';
import {
  type ClaimedDelivery,
  claimDeliveries,
  postponeDelivery,
  settleDelivery,
} from '#server/alerting/sql/deliveries';
import { stopDestination } from '#server/alerting/verbs/stop-destination';
import type { Context } from '#server/context';
import { sendTo, TRY_MS_MAX } from './send-to.ts';

/** A claim lasts much longer than the longest try, but expires soon after its process died. */
const CLAIM_MS = 4 * TRY_MS_MAX;

/** Starts due deliveries, at most `slots` and one per destination. Each promise resolves once the result is stored. */
export async function startDeliveries(ctx: Context, slots: number): Promise<Promise<void>[]> {
  const now = ctx.clock.now();
  const claimed = await claimDeliveries(ctx.worker, { now, until: now + CLAIM_MS, count: slots });
  return claimed.map((delivery) => deliver(ctx, delivery));
}

async function deliver(ctx: Context, delivery: ClaimedDelivery): Promise<void> {
  const { destination, alert, tries } = delivery;
  const result = await sendTo(ctx, destination, alertMessage(delivery, ctx.publicOrigin, ctx.clock.now()));
  const now = ctx.clock.now();
  const againAt = nextTryAt(result, tries, now);
  if (result !== 'sent')
    ctx.log.warn({ destination: destination.id, alert: alert.id, result, tries }, 'staff alert delivery failed');
  if (againAt !== null) await postponeDelivery(ctx.worker, delivery, againAt);
  else await settleDelivery(ctx.worker, delivery, result, now);
  if (result === 'gone') await stopDestination(ctx, destination.id);
}
