import { type ActingContext, authorize } from '../actor.ts';

const COMPONENTS_MAX = 2_000;

/** What can be named in an incident, in the order of the page. Errors: forbidden. */
export async function componentNames(ctx: ActingContext): Promise<{ slug: string; name: string }[]> {
  authorize(ctx, 'incident:read');
  return ctx.prisma.component.findMany({ orderBy: [{ position: 'asc' }, { slug: 'asc' }], take: COMPONENTS_MAX, select: { slug: true, name: true } });
}
