import type { Context } from '#server/context';
import { asSubscriber } from '#server/subscribers/activate';
import { endSubscriber } from '#server/subscribers/end-subscriber';
import { openedLink } from '#server/subscribers/open-link';

/** Ends a subscription by a mailed link, which is enough: no sign-in, no question. A repeat changes nothing. Errors: not_found. */
export async function unsubscribe(ctx: Context, { token }: { token: string }): Promise<void> {
  const { id } = await openedLink(ctx, token, 'unsubscribe');
  await ctx.prisma.$transaction((tx) => endSubscriber(tx, asSubscriber(ctx), id, 'unsubscribed'));
}
