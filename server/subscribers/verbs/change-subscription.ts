import { appendAudit } from '#server/audit/append-audit';
import type { Context } from '#server/context';
import { parseInput } from '#server/identity/people/parse-input';
import { asSubscriber } from '#server/subscribers/activate';
import { changeChoice } from '#server/subscribers/change-choice';
import { openedLink } from '#server/subscribers/open-link';
import { activeComponentIds, resolveChoice } from '#server/subscribers/resolve-choice';
import { changeSchema } from '#server/subscribers/schemas';

/** Changes what a subscriber receives, by the mailed link. Errors: not_found, invalid_input. */
export async function changeSubscription(ctx: Context, token: string, input: unknown): Promise<void> {
  const { id: publicId } = await openedLink(ctx, token, 'manage');
  const asked = parseInput(changeSchema, input);
  await ctx.prisma.$transaction(async (tx) => {
    const { id } = await tx.subscriber.findUniqueOrThrow({ where: { publicId }, select: { id: true } });
    const changed = await changeChoice(tx, id, resolveChoice(asked, await activeComponentIds(tx)));
    if (changed)
      await appendAudit(tx, asSubscriber(ctx), {
        action: 'subscriber:change',
        object: { kind: 'subscriber', id: publicId },
        ...changed,
      });
  });
}
