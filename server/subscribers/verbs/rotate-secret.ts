import { DAY_MS } from '#domain/time/calendar';
import { appendAudit } from '#server/audit/append-audit';
import type { Context } from '#server/context';
import { AppError } from '#server/errors';
import { asSubscriber } from '#server/subscribers/activate';
import { limitTests } from '#server/subscribers/limit-tests';
import { newSecret } from '#server/subscribers/new-secret';
import { openedLink } from '#server/subscribers/open-link';
import { writeNotices } from '#server/subscribers/write-notices';

/**
 * Replaces the signing secret of a webhook and returns the new one, to be shown once. For 24 hours events are signed with both. The owner gets a
 * notice. Errors: not_found, conflict for a subscription by e-mail, too_many_attempts.
 */
export async function rotateSecret(ctx: Context, { token }: { token: string }): Promise<{ secret: string }> {
  const { id, channel } = await openedLink(ctx, token, 'manage');
  if (channel !== 'webhook') throw new AppError('conflict', 'Only webhook subscriptions have a signing secret.');
  await limitTests(ctx, id);
  const secret = newSecret(ctx.random);
  await ctx.prisma.$transaction(async (tx) => {
    const before = await tx.subscriber.findUniqueOrThrow({
      where: { publicId: id },
      select: { id: true, secret: true },
    });
    const until = new Date(ctx.clock.now() + DAY_MS);
    const { count } = await tx.subscriber.updateMany({
      where: { publicId: id, secret: before.secret, state: { not: 'ended' } },
      data: { secret, previousSecret: before.secret, previousSecretUntil: until },
    });
    if (count === 0)
      throw new AppError(
        'conflict',
        'The signing secret was just replaced in another request. Reload the page before you replace it again.',
      );
    await writeNotices(tx, ctx, [before.id], { kind: 'new_secret' });
    await appendAudit(tx, asSubscriber(ctx), {
      action: 'subscriber:rotate-secret',
      object: { kind: 'subscriber', id },
      before: null,
      after: { previousUntil: until },
    });
  });
  return { secret };
}
