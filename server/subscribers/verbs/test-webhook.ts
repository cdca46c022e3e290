import { type ActingContext, authorize } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import { AppError } from '#server/errors';
import { parseInput } from '#server/identity/people/parse-input';
import { limitTests } from '#server/subscribers/limit-tests';
import { subscriberIdSchema } from '#server/subscribers/schemas';
import { sendTestEvent, type TestFailure } from '#server/subscribers/send-test-event';
import { webhookSecrets } from '#server/subscribers/webhook-secrets';

/**
 * Sends a signed test event to a webhook once, at the wish of staff. Returns why it failed, or null. Changes nothing: only its owner can resume a webhook that
 * was stopped. Errors: forbidden, invalid_input, not_found, conflict for a subscription by e-mail, too_many_attempts.
 */
export async function testWebhook(ctx: ActingContext, input: unknown): Promise<TestFailure | null> {
  authorize(ctx, 'subscriber:write');
  const { id } = parseInput(subscriberIdSchema, input);
  const found = await ctx.prisma.subscriber.findUnique({
    where: { publicId: id, state: { not: 'ended' } },
    select: { channel: true, address: true },
  });
  if (!found) throw new AppError('not_found', 'Subscriber not found.');
  if (found.channel !== 'webhook') throw new AppError('conflict', 'Only webhooks can be tested.');
  await limitTests(ctx, id);
  const failure = await sendTestEvent(ctx, { address: found.address ?? '', secrets: await webhookSecrets(ctx, id) });
  await ctx.prisma.$transaction((tx) =>
    appendAudit(tx, ctx, {
      action: 'subscriber:test',
      object: { kind: 'subscriber', id },
      before: null,
      after: failure ?? { kind: 'accepted' },
    }),
  );
  return failure;
}
