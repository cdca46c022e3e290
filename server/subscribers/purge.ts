import { DAY_MS } from '#domain/time/calendar';
import { appendAudit } from '#server/audit/append-audit';
import type { Context } from '#server/context';

const UNCONFIRMED_MS_MAX = 7 * DAY_MS;
const ROWS_MAX = 1_000;

/** Removes subscriptions that were not confirmed within seven days, and requests of visitors that are as old. Returns how many subscriptions. */
export async function purgeUnconfirmed(ctx: Context): Promise<number> {
  const before = new Date(ctx.clock.now() - UNCONFIRMED_MS_MAX);
  await ctx.prisma.subscriptionRequest.deleteMany({ where: { createdAt: { lte: before } } });
  return ctx.prisma.$transaction(async (tx) => {
    const where = { state: 'unconfirmed', createdAt: { lte: before }, stateAt: { lte: before } };
    const found = await tx.subscriber.findMany({ where, select: { id: true }, orderBy: { id: 'asc' }, take: ROWS_MAX });
    if (found.length === 0) return 0;
    const ids = found.map(({ id }) => id);
    await tx.delivery.deleteMany({ where: { subscriberId: { in: ids } } });
    const { count } = await tx.subscriber.deleteMany({ where: { ...where, id: { in: ids } } });
    await appendAudit(
      tx,
      { ...ctx, actor: { kind: 'system', name: 'subscribers' } },
      {
        action: 'subscriber:expire',
        object: { kind: 'subscribers', id: 'unconfirmed' },
        before: null,
        after: { count },
      },
    );
    return count;
  });
}
