import type { Context } from '#server/context';
import { activate } from '#server/subscribers/activate';
import { limitTests } from '#server/subscribers/limit-tests';
import { linkKey, subscriberLinks } from '#server/subscribers/link-token';
import { newSecret } from '#server/subscribers/new-secret';
import { openedLink } from '#server/subscribers/open-link';
import { sendTestEvent, type TestFailure } from '#server/subscribers/send-test-event';
import type { LinkedSubscriber } from '#server/subscribers/sql/linked-subscriber';

type Confirming = { token: string; hasSecret?: boolean };
/**
 * `manage`: the link to the page of the subscription. `secret`: the new secret of a webhook, to be shown once; null where it was shown
 * before. `failure`: why the endpoint is not confirmed yet.
 */
export type Confirmed = {
  manage: string;
  secret: string | null;
  failure: TestFailure | null;
};

/**
 * Confirms a subscription by its mailed link. The endpoint of a webhook must answer a signed test event with 2xx. Each attempt makes a new
 * secret, unless the owner has one already (`hasSecret`), so that an endpoint that checks signatures can be set up between two attempts.
 * A repeat after success changes nothing. Errors: not_found, too_many_attempts.
 */
export async function confirmSubscription(ctx: Context, { token, hasSecret = false }: Confirming): Promise<Confirmed> {
  const subscriber = await openedLink(ctx, token, 'confirm');
  const { id: publicId, linkVersion } = subscriber;
  const { manage } = subscriberLinks(await linkKey(ctx), ctx.publicOrigin, { publicId, linkVersion });
  const isProved = subscriber.channel === 'email' || subscriber.state === 'active';
  const proof = isProved ? { secret: null, failure: null } : await proveEndpoint(ctx, subscriber, hasSecret);
  if (proof.failure === null) await ctx.prisma.$transaction((tx) => activate(tx, ctx, subscriber));
  return { manage, ...proof };
}

async function proveEndpoint(ctx: Context, { id, address }: LinkedSubscriber, hasSecret: boolean) {
  await limitTests(ctx, id);
  const secret = hasSecret ? null : newSecret(ctx.random);
  if (secret !== null)
    await ctx.prisma.subscriber.updateMany({ where: { publicId: id, state: { not: 'ended' } }, data: { secret } });
  const stored = await ctx.prisma.subscriber.findUniqueOrThrow({ where: { publicId: id }, select: { secret: true } });
  const failure = await sendTestEvent(ctx, { address: address ?? '', secrets: [stored.secret ?? ''] });
  return { secret, failure };
}
