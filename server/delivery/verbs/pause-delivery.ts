import { type ActingContext, authorize } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';

/** Pauses all sending to subscribers until a person resumes it. A repeat changes nothing. Errors: forbidden. */
export async function pauseDelivery(ctx: ActingContext): Promise<void> {
  authorize(ctx, 'delivery:pause');
  await ctx.prisma.$transaction(async (tx) => {
    const paused = { pausedAt: new Date(ctx.clock.now()), reason: 'operator' };
    const { count } = await tx.deliveryPause.updateMany({ where: { pausedAt: null }, data: paused });
    if (count === 0) return;
    const object = { kind: 'delivery', id: 'all' };
    await appendAudit(tx, ctx, { action: 'delivery:pause', object, before: null, after: paused });
  });
}
