import type { ActingContext } from '#server/actor';

export type ObjectName = { name: string; href: string | null };
type Reads = Pick<ActingContext, 'prisma'>;
type Named = readonly [id: string, name: string, href?: string];

const incidentHref = (publicId: string) => `/console/incidents/${publicId}`;

/** Reads the current names of objects of one kind. An update is named after its incident. */
const READS: Record<string, (ctx: Reads, ids: string[]) => Promise<Named[]>> = {
  incident: async ({ prisma }, ids) =>
    (await prisma.incident.findMany({ where: { publicId: { in: ids } }, select: { publicId: true, title: true } })).map(
      ({ publicId, title }) => [publicId, title, incidentHref(publicId)],
    ),
  update: async ({ prisma }, ids) =>
    (
      await prisma.incidentUpdate.findMany({
        where: { publicId: { in: ids } },
        select: { publicId: true, incident: { select: { publicId: true, title: true } } },
      })
    ).map(({ publicId, incident }) => [publicId, incident.title, incidentHref(incident.publicId)]),
  postmortem: async ({ prisma }, ids) =>
    (
      await prisma.postmortem.findMany({ where: { publicId: { in: ids } }, select: { publicId: true, title: true } })
    ).map(({ publicId, title }) => [publicId, title, `/console/postmortems/${publicId}`]),
  component: async ({ prisma }, ids) =>
    (await prisma.component.findMany({ where: { slug: { in: ids } }, select: { slug: true, name: true } })).map(
      ({ slug, name }) => [slug, name, `/console/components/${slug}`],
    ),
  staff: async ({ prisma }, ids) =>
    (await prisma.staff.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } })).map(
      ({ id, name }) => [id, name],
    ),
  token: async ({ prisma }, ids) =>
    (await prisma.token.findMany({ where: { id: { in: ids.map(Number) } }, select: { id: true, name: true } })).map(
      ({ id, name }) => [String(id), name],
    ),
  'alert-destination': async ({ prisma }, ids) =>
    (
      await prisma.alertDestination.findMany({
        where: { id: { in: ids.map(Number) } },
        select: { id: true, name: true },
      })
    ).map(({ id, name }) => [String(id), name]),
};

/** Returns a function that names an object, and its console page if it has one; null for objects without a name and those that no longer exist. */
export async function objectNames(
  ctx: Reads,
  objects: readonly { kind: string; id: string }[],
): Promise<(object: { kind: string; id: string }) => ObjectName | null> {
  const found = new Map<string, ObjectName>();
  for (const [kind, read] of Object.entries(READS)) {
    const ids = [...new Set(objects.filter((one) => one.kind === kind).map(({ id }) => id))];
    if (ids.length === 0) continue;
    for (const [id, name, href] of await read(ctx, ids)) found.set(`${kind} ${id}`, { name, href: href ?? null });
  }
  return ({ kind, id }) => found.get(`${kind} ${id}`) ?? null;
}
