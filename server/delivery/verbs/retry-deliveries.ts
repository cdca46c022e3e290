import { type ActingContext, authorize } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import { type RetryDeliveries, retrySchema } from '#server/delivery/schemas';
import { makeDue } from '#server/delivery/sql/retries';
import { wake } from '#server/delivery/wake';
import { parseInput } from '#server/incidents/update/parse-input';

/**
 * Makes deferred and dead deliveries of an event due now: all, those with one outcome, or the one of a subscriber. Subscribers who have the message do not
 * get it again. Returns their number. Errors: forbidden, invalid_input.
 */
export async function retryDeliveries(ctx: ActingContext, input: RetryDeliveries): Promise<number> {
  authorize(ctx, 'incident:update');
  const { event, state, channel = null, outcome = null, subscriber = null } = parseInput(retrySchema, input);
  return ctx.prisma.$transaction(async (tx) => {
    const count = await makeDue(tx, { event, state, channel, outcome, subscriber }, new Date(ctx.clock.now()));
    if (count === 0) return 0;
    for (const lane of ['mail_retry', 'webhook_retry'] as const) await wake(tx, lane);
    await appendAudit(tx, ctx, {
      action: 'delivery:retry',
      object: { kind: 'delivery', id: event },
      before: null,
      after: { state, channel, outcome, subscriber, count },
    });
    return count;
  });
}
