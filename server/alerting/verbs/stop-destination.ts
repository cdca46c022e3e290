import { appendAudit } from '#server/audit/append-audit';
import type { Context } from '#server/context';

/** Stops a destination whose receiver answered 410 Gone. Its address stays, so that an admin can resume or remove it. */
export async function stopDestination(ctx: Context, id: number): Promise<void> {
  const acting = { ...ctx, actor: { kind: 'system', name: 'alerts' } as const };
  await ctx.prisma.$transaction(async (tx) => {
    const ended = { stoppedAt: new Date(ctx.clock.now()), stoppedBecause: 'gone' };
    const [stopped] = await tx.alertDestination.updateManyAndReturn({
      where: { id, stoppedAt: null },
      data: ended,
      select: { kind: true },
    });
    if (stopped)
      await appendAudit(tx, acting, {
        action: 'alert-destination:stop',
        object: { kind: 'alert-destination', id },
        before: stopped,
        after: null,
      });
  });
}
