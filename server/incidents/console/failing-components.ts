import { isFailing } from '#domain/incident/update-rules';
import { type ActingContext, authorize } from '#server/actor';
import { monitoredComponents } from '#server/incidents/update/monitored-components';
import { componentNames } from './component-names.ts';

/** Lists the names of components with an outage now: setting one to operational, or resolving its incident, needs a reason. Errors: forbidden. */
export async function failingComponents(ctx: ActingContext): Promise<string[]> {
  authorize(ctx, 'incident:read');
  const slugs = (await componentNames(ctx)).map(({ slug }) => slug);
  const ids = (await ctx.prisma.component.findMany({ where: { slug: { in: slugs } }, select: { id: true } })).map(
    ({ id }) => id,
  );
  return (await monitoredComponents(ctx.prisma, ids, ctx.clock.now())).filter(isFailing).map(({ name }) => name);
}
