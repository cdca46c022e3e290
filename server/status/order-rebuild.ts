import type { Instant } from '#domain/interval';
import { type ActingContext, authorize } from '../actor.ts';
import { appendAudit } from '../audit/append-audit.ts';
import type { Total } from './judge-pieces.ts';
import { type Rebuild, rebuildStatus } from './rebuild-status.ts';

/** Has the read models purged and judged again, as rebuildStatus does, with an entry in the audit log. Errors: forbidden, and those of rebuildStatus. */
export async function orderRebuild(ctx: ActingContext, { component, from, to }: Rebuild, onPiece: (to: Instant) => void): Promise<Total> {
  authorize(ctx, 'catalog:write');
  const after = { from: from === undefined ? null : new Date(from), to: to === undefined ? null : new Date(to) };
  const object = { kind: 'component', id: component ?? 'all' };
  await ctx.prisma.$transaction((tx) => appendAudit(tx, ctx, { action: 'status:rebuild', object, before: null, after }));
  return rebuildStatus(
    ctx,
    { ...(component === undefined ? {} : { component }), ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) },
    onPiece,
  );
}
