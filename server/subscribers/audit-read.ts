import type { ActingContext } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';

/** Records that an actor has read addresses: how many, and by which filter. The searched text may be an address, so it is left out. */
export async function auditRead(
  ctx: ActingContext,
  action: 'subscriber:read' | 'subscriber:export',
  read: { count: number; filter?: Record<string, unknown> },
): Promise<void> {
  const { q, ...filter } = read.filter ?? {};
  await ctx.prisma.$transaction((tx) =>
    appendAudit(tx, ctx, {
      action,
      object: { kind: 'subscribers', id: 'list' },
      before: null,
      after: { count: read.count, ...filter, isSearch: q !== undefined && q !== '' },
    }),
  );
}
