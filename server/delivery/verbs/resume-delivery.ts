import { type ActingContext, authorize } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';

/**
 * Resumes sending to subscribers. Events that have become too old in the meantime are not sent. After a pause because of the volume, the volume is counted again
 * from now on. A repeat changes nothing. Errors: forbidden.
 */
export async function resumeDelivery(ctx: ActingContext): Promise<void> {
  authorize(ctx, 'delivery:pause');
  const now = new Date(ctx.clock.now());
  await ctx.prisma.$transaction(async (tx) => {
    const before = await tx.deliveryPause.findFirstOrThrow({ select: { pausedAt: true, reason: true } });
    if (before.pausedAt === null) return;
    const { count } = await tx.deliveryPause.updateMany({
      where: { pausedAt: { not: null } },
      data: { pausedAt: null, reason: null, ...(before.reason === 'volume' ? { continuedAt: now } : {}) },
    });
    if (count === 0) return; // resumed at the same time
    await appendAudit(tx, ctx, {
      action: 'delivery:resume',
      object: { kind: 'delivery', id: 'all' },
      before,
      after: null,
    });
  });
}
