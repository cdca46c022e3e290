import { may } from '#domain/access/permission';
import { type ActingContext, authorize } from '#server/actor';
import { ownComponents } from '#server/incidents/reads/own-components';

/** Returns which of these incidents the actor may change by their role and assigned components. Errors: forbidden. */
export async function incidentsToPublish(
  ctx: ActingContext,
  publicIds: readonly string[],
): Promise<ReadonlySet<string>> {
  authorize(ctx, 'incident:read');
  if (ctx.actor.kind !== 'staff' || !may(ctx.actor.role, 'incident:update')) return new Set();
  const own = await ownComponents(ctx.prisma, ctx);
  if (own === null) return new Set(publicIds);
  const where = { publicId: { in: [...publicIds] }, components: { some: { componentId: { in: [...own] } } } };
  return new Set(
    (await ctx.prisma.incident.findMany({ where, select: { publicId: true } })).map(({ publicId }) => publicId),
  );
}
