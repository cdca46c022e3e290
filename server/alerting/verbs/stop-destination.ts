import { appendAudit } from '#server/audit/append-audit';
import type { Context } from '#server/context';

/** Tells a destination nothing more, because it says that it is gone. Its address is kept until somebody removes it, or has it tried again. */
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
