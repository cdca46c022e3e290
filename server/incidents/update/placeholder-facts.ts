import type { Effects } from '#domain/measurement/effect';
import type { Stated } from '#domain/measurement/status';
import type { IncidentTransaction } from '#server/incidents/sql/incident-writes';

type Database = Pick<IncidentTransaction, 'incident' | 'component'>;
export type Stating = readonly { component: string; status: Stated }[];

/** Reads the facts for the placeholders of a text about an incident; null if there is no such incident. */
export async function placeholderFacts(db: Database, publicId: string, affected: Stating) {
  const found = await db.incident.findUnique({
    where: { publicId },
    select: {
      title: true,
      startedAt: true,
      resolvedAt: true,
      components: {
        orderBy: { component: { position: 'asc' } },
        select: { status: true, component: { select: { slug: true, name: true, effects: true } } },
      },
      episodes: {
        where: { removedAt: null },
        orderBy: { id: 'asc' },
        select: { fromAt: true, toAt: true, level: true, component: { select: { slug: true } } },
      },
    },
  });
  if (!found) return null;
  const own = found.components.map(({ status, component }) => ({
    ...component,
    effects: component.effects as Effects, // written from validated files only
    stated: status as Stated,
  })); // the table's CHECK lists the statuses
  const stated = await statedComponents(db, affected);
  return {
    title: found.title,
    startedAt: found.startedAt.getTime(),
    resolvedAt: found.resolvedAt?.getTime() ?? null,
    components: [...own.filter(({ slug }) => !stated.some((one) => one.slug === slug)), ...stated],
    episodes: found.episodes.map(({ fromAt, toAt, level, component }) => ({
      component: component.slug,
      from: fromAt.getTime(),
      to: toAt?.getTime() ?? null,
      level,
    })),
  };
}

/** Reads the components whose status an update states, in the order of the page. */
export async function statedComponents(db: Database, affected: Stating) {
  const slugs = affected.map(({ component }) => component);
  const found = await db.component.findMany({
    where: { slug: { in: slugs } },
    orderBy: { position: 'asc' },
    select: { slug: true, name: true, effects: true },
  });
  return found.map((one) => ({
    ...one,
    effects: one.effects as Effects, // as above
    stated: affected.find(({ component }) => component === one.slug)?.status ?? ('operational' as const),
  }));
}
