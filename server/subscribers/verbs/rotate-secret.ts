import { DAY_MS } from '#domain/time/calendar';
import { formatFullMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import type { Prisma } from '#prisma';
import { appendAudit } from '#server/audit/append-audit';
import type { Context } from '#server/context';
import { AppError } from '#server/errors';
import { asSubscriber } from '#server/subscribers/activate';
import { limitTests } from '#server/subscribers/limit-tests';
import { newSecret } from '#server/subscribers/new-secret';
import { openedLink } from '#server/subscribers/open-link';
import { type EarlierSecret, earlierSecretsSchema, signingAt } from '#server/subscribers/secrets-at';
import { writeNotices } from '#server/subscribers/write-notices';

/** Earlier secrets that sign at once. Each adds a signature to every event. */
const EARLIER_MAX = 4;

/**
 * Replaces the signing secret of a webhook and returns the new one, to be shown once. For 24 hours events are also signed with the one that it
 * replaces. A second rotation in that time keeps every earlier secret until its own end. The owner gets a notice. Errors: not_found, conflict for a subscription by e-mail or
 * if too many secrets still sign, too_many_attempts.
 */
export async function rotateSecret(ctx: Context, { token }: { token: string }): Promise<{ secret: string }> {
  const { id, channel } = await openedLink(ctx, token, 'manage');
  if (channel !== 'webhook') throw new AppError('conflict', 'Only webhook subscriptions have a signing secret.');
  await limitTests(ctx, id);
  const secret = newSecret(ctx.random);
  await ctx.prisma.$transaction(async (tx) => {
    const before = await tx.subscriber.findUniqueOrThrow({
      where: { publicId: id },
      select: { id: true, secret: true, earlierSecrets: true },
    });
    const now = ctx.clock.now();
    const until = new Date(now + DAY_MS).toISOString();
    const earlier = stillSigning(before.earlierSecrets, now);
    const { count } = await tx.subscriber.updateMany({
      where: { publicId: id, secret: before.secret, state: { not: 'ended' } },
      data: {
        secret,
        earlierSecrets: before.secret === null ? earlier : [{ secret: before.secret, until }, ...earlier],
      },
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

/** Returns the earlier secrets that still sign. Errors: conflict if there are too many for another rotation. */
function stillSigning(stored: Prisma.JsonValue, now: Instant): EarlierSecret[] {
  const earlier = signingAt(earlierSecretsSchema.parse(stored), now);
  const oldest = earlier[EARLIER_MAX - 1];
  if (oldest === undefined) return earlier;
  const until = formatFullMoment(Date.parse(oldest.until));
  throw new AppError(
    'conflict',
    `The signing secret was replaced ${EARLIER_MAX} times within 24 hours, and the earlier ones are still valid. Replace it again after ${until}.`,
  );
}
