import type { Instant } from '#domain/interval';
import { type ActingContext, authorize } from '../actor.ts';
import type { TargetKind } from '../db/sql/staff-alert-deliveries.ts';

const TARGETS_MAX = 50;

/** A target as an admin sees it. `last`: what came of the newest alert that was told there; no outcome while it is under way. */
export type ListedTarget = { id: number; name: string; kind: TargetKind; address: string; last: { outcome: string | null; at: Instant } | null };

/** Whom staff alerts are told to. Errors: forbidden. */
export async function listTargets(ctx: ActingContext): Promise<ListedTarget[]> {
  authorize(ctx, 'setting:write');
  const rows = await ctx.prisma.staffAlertTarget.findMany({
    where: { stoppedAt: null },
    orderBy: { id: 'asc' },
    take: TARGETS_MAX,
    select: {
      id: true,
      name: true,
      kind: true,
      address: true,
      deliveries: { select: { outcome: true, madeAt: true, settledAt: true }, orderBy: { id: 'desc' }, take: 1 },
    },
  });
  return rows.map(({ deliveries: [last], kind, address, ...row }) => ({
    ...row,
    kind: kind as TargetKind, // checked by the table, as is the address
    address: address as string,
    last: last ? { outcome: last.outcome, at: (last.settledAt ?? last.madeAt).getTime() } : null,
  }));
}
