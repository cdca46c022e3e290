import type { PublicIncident } from '#domain/incident/public-incident';
import type { Instant } from '#domain/time/interval';
import { enIncidents } from '#messages/en/incidents';
import { lastChanges } from '#server/catalog/sql/last-changes';
import type { Context } from '#server/context';
import { snapshot } from '#server/db/transaction';
import { AppError } from '#server/errors';
import { feedIncidents } from './feed-incidents.ts';
import { publicIncident } from './public-incidents.ts';
import { readIncidents } from './read-incidents.ts';

type FeedSource = {
  title: string;
  path: string;
  pagePath: string;
  incidents: readonly PublicIncident[];
  changedAt: Instant;
};

/** The latest incidents of a component that its feed contains. */
const COMPONENT_INCIDENTS_MAX = 50;

/**
 * Reads what a feed contains: `all`, `components/{slug}` or `incidents/{id}`. `site`: the title of the site. Errors: not_found.
 */
export async function feedSource(
  ctx: Pick<Context, 'web' | 'prisma' | 'clock'>,
  name: string,
  site: string,
): Promise<FeedSource> {
  const path = `/feeds/${name}`;
  const [kind, id = ''] = name.split('/');
  if (kind === 'components') return { path, ...(await ofComponent(ctx, id, site)) };
  if (kind !== 'incidents')
    return { path, title: enIncidents.feed.title(site), pagePath: '/history', ...(await feedIncidents(ctx)) };
  const incident = await publicIncident(ctx, id);
  const title = enIncidents.feed.of(site, incident.title);
  return { path, title, pagePath: `/incidents/${id}`, incidents: [incident], changedAt: incident.updatedAt };
}

async function ofComponent(
  ctx: Pick<Context, 'web' | 'prisma' | 'clock'>,
  slug: string,
  site: string,
): Promise<Omit<FeedSource, 'path'>> {
  const component = await ctx.prisma.component.findUnique({ where: { slug }, select: { name: true } });
  if (component === null) throw new AppError('not_found', 'Component not found.');
  const choice = { kind: 'page', component: slug, limit: COMPONENT_INCIDENTS_MAX, offset: 0 } as const;
  return snapshot(ctx.web, async (client) => ({
    title: enIncidents.feed.of(site, component.name),
    pagePath: `/components/${slug}`,
    incidents: await readIncidents(client, choice, 'readers', ctx.clock.now()),
    changedAt: (await lastChanges(client)).catalogAt,
  }));
}
