import { levelOf } from '#domain/status';
import { type ActingContext, authorize } from '../actor.ts';
import { listIncidents } from './list-incidents.ts';
import { probeWords } from './probe-words.ts';

/** A component of which an open incident says another thing than probes do. `kind`: probes are worse, or better, than what is said. */
export type Contradiction = { incident: string; title: string; component: string; name: string; stated: string; probes: string; kind: 'worse' | 'better' };

/** Where what open incidents say of components and what probes see differ; what cannot be seen contradicts nothing. Errors: forbidden. */
export async function contradictions(ctx: ActingContext): Promise<Contradiction[]> {
  authorize(ctx, 'incident:read');
  const { incidents } = await listIncidents(ctx, { open: true, perPage: 100 });
  const known = await ctx.prisma.component.findMany({ select: { id: true, slug: true } });
  const words = await probeWords(
    ctx,
    known.map(({ id }) => id),
  );
  return incidents.flatMap(({ publicId, title, components }) =>
    components.flatMap(({ status, component: { slug, name } }): Contradiction[] => {
      const seen = words.find((word) => word.component === slug)?.status ?? 'unknown';
      if (seen === 'unknown' || seen === 'not_monitored' || seen === status) return [];
      const kind = levelOf(seen) > levelOf(status as 'operational') ? 'worse' : 'better'; // checked by the table
      return [{ incident: publicId, title, component: slug, name, stated: status, probes: seen, kind }];
    }),
  );
}
