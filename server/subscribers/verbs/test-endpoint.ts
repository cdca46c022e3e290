import type { Context } from '#server/context';
import { AppError } from '#server/errors';
import { activate } from '#server/subscribers/activate';
import { limitTests } from '#server/subscribers/limit-tests';
import { openedLink } from '#server/subscribers/open-link';
import { sendTestEvent, type TestFailure } from '#server/subscribers/send-test-event';

/**
 * Sends a test event to the endpoint of a webhook. A success resumes deliveries that failures or 410 had stopped. Returns why it failed, or null.
 * Errors: not_found, conflict for a subscription by e-mail, too_many_attempts.
 */
export async function testEndpoint(ctx: Context, { token }: { token: string }): Promise<TestFailure | null> {
  const subscriber = await openedLink(ctx, token, 'manage');
  if (subscriber.channel !== 'webhook') throw new AppError('conflict', 'This subscription has no endpoint.');
  await limitTests(ctx, subscriber.id);
  const { secret, previousSecret, previousSecretUntil } = await ctx.prisma.subscriber.findUniqueOrThrow({
    where: { publicId: subscriber.id },
    select: { secret: true, previousSecret: true, previousSecretUntil: true },
  });
  const isOverlapping = previousSecretUntil !== null && previousSecretUntil.getTime() > ctx.clock.now();
  const secrets = [secret, isOverlapping ? previousSecret : null].filter((one) => one !== null);
  const failure = await sendTestEvent(ctx, { address: subscriber.address ?? '', secrets });
  if (failure === null) await ctx.prisma.$transaction((tx) => activate(tx, ctx, subscriber));
  return failure;
}
