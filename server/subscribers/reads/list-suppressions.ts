import type { Instant } from '#domain/time/interval';
import { type ActingContext, authorize } from '#server/actor';
import { auditRead } from '#server/subscribers/audit-read';

const SUPPRESSIONS_MAX = 500;

export type ListedSuppression = {
  address: string;
  reason: 'refused' | 'complained' | 'staff';
  detail: string | null;
  at: Instant;
};

/** Lists suppressed addresses, the newest first, and records the reading. Errors: forbidden. */
export async function listSuppressions(ctx: ActingContext): Promise<ListedSuppression[]> {
  authorize(ctx, 'subscriber:read');
  const rows = await ctx.prisma.suppression.findMany({
    orderBy: [{ createdAt: 'desc' }, { address: 'asc' }],
    take: SUPPRESSIONS_MAX,
  });
  await auditRead(ctx, 'subscriber:read', { count: rows.length, filter: { list: 'suppressions' } });
  return rows.map(({ address, reason, detail, createdAt }) => ({
    address,
    reason: reason as ListedSuppression['reason'], // checked by the table
    detail,
    at: createdAt.getTime(),
  }));
}
