import { type ActingContext, authorize } from '#server/actor';

const COMPONENTS_MAX = 2_000;

/** `among`: only these ids. `withArchived`: includes archived components, for filters and for the components of communicators. */
type Choice = { among?: ReadonlySet<number> | null; withArchived?: boolean };

/** Lists the components that an incident can name, in the order of the page. Errors: forbidden. */
export async function componentNames(
  ctx: ActingContext,
  { among = null, withArchived = false }: Choice = {},
): Promise<{ slug: string; name: string }[]> {
  authorize(ctx, 'incident:read');
  const where = {
    ...(among === null ? {} : { id: { in: [...among] } }),
    ...(withArchived ? {} : { archivedAt: null }),
  };
  return ctx.prisma.component.findMany({
    where,
    orderBy: [{ position: 'asc' }, { slug: 'asc' }],
    take: COMPONENTS_MAX,
    select: { slug: true, name: true },
  });
}
