import { type ActingContext, authorize } from '../actor.ts';

const COMPONENTS_MAX = 2_000;

/** What can be named in an incident, in the order of the page; `among`: of these alone, by id. Errors: forbidden. */
export async function componentNames(ctx: ActingContext, among: ReadonlySet<number> | null = null): Promise<{ slug: string; name: string }[]> {
  authorize(ctx, 'incident:read');
  const where = among === null ? {} : { id: { in: [...among] } };
  return ctx.prisma.component.findMany({ where, orderBy: [{ position: 'asc' }, { slug: 'asc' }], take: COMPONENTS_MAX, select: { slug: true, name: true } });
}
