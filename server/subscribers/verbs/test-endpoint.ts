import type { Context } from '#server/context';
import { AppError } from '#server/errors';
import { activate } from '#server/subscribers/activate';
import { limitTests } from '#server/subscribers/limit-tests';
import { openedLink } from '#server/subscribers/open-link';
import { sendTestEvent, type TestFailure } from '#server/subscribers/send-test-event';
import { webhookSecrets } from '#server/subscribers/webhook-secrets';

/**
 * Sends a test event to the endpoint of a webhook. A success resumes deliveries that failures or 410 had stopped. Returns why it failed, or null.
 * Errors: not_found, conflict for a subscription by e-mail, too_many_attempts.
 */
export async function testEndpoint(ctx: Context, { token }: { token: string }): Promise<TestFailure | null> {
  const subscriber = await openedLink(ctx, token, 'manage');
  if (subscriber.channel !== 'webhook') throw new AppError('conflict', 'This subscription has no endpoint.');
  await limitTests(ctx, subscriber.id);
  const secrets = await webhookSecrets(ctx, subscriber.id);
  const failure = await sendTestEvent(ctx, { address: subscriber.address ?? '', secrets });
  if (failure === null) await ctx.prisma.$transaction((tx) => activate(tx, ctx, subscriber));
  return failure;
}
