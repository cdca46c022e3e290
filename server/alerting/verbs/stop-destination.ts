import { appendAudit } from '#server/audit/append-audit';
import type { Context } from '#server/context';

/** Tells a target nothing more, because it says that it is gone. Its address is kept until somebody removes it, or has it tried again. */
export async function stopTarget(ctx: Context, id: number): Promise<void> {
  const acting = { ...ctx, actor: { kind: 'system', name: 'alerts' } as const };
  await ctx.prisma.$transaction(async (tx) => {
    const ended = { stoppedAt: new Date(ctx.clock.now()), stoppedBecause: 'gone' };
    const [stopped] = await tx.staffAlertTarget.updateManyAndReturn({
      where: { id, stoppedAt: null },
      data: ended,
      select: { kind: true },
    });
    if (stopped)
      await appendAudit(tx, acting, {
        action: 'alert-target:stop',
        object: { kind: 'alert-target', id },
        before: stopped,
        after: null,
      });
  });
}
