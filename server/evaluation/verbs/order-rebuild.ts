import type { Instant } from '#domain/time/interval';
import { type ActingContext, authorize } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import type { Total } from '#server/evaluation/evaluate-pieces';
import { type Rebuild, rebuildStatus } from '#server/evaluation/rebuild-status';

/** Rebuilds the read models as rebuildStatus does, with an entry in the audit log. Errors: forbidden, and those of rebuildStatus. */
export async function orderRebuild(
  ctx: ActingContext,
  { component, from, to }: Rebuild,
  onPiece: (to: Instant) => void,
): Promise<Total> {
  authorize(ctx, 'catalog:write');
  const after = { from: from === undefined ? null : new Date(from), to: to === undefined ? null : new Date(to) };
  const object = { kind: 'component', id: component ?? 'all' };
  await ctx.prisma.$transaction((tx) =>
    appendAudit(tx, ctx, { action: 'status:rebuild', object, before: null, after }),
  );
  return rebuildStatus(
    ctx,
    {
      ...(component === undefined ? {} : { component }),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    },
    onPiece,
  );
}
