import type { PublicFeed } from '#domain/incident/public-incident';
import { lastChanges } from '#server/catalog/sql/last-changes';
import type { Context } from '#server/context';
import { snapshot } from '#server/db/transaction';
import { readIncidents } from './read-incidents.ts';

/** Reads the incidents of feeds and of the Statuspage list: the last changed ones and every open one. */
export async function feedIncidents(ctx: Pick<Context, 'web' | 'clock'>): Promise<PublicFeed> {
  return snapshot(ctx.web, async (client) => {
    const { catalogAt, incidentsAt } = await lastChanges(client);
    return {
      incidents: await readIncidents(client, { kind: 'feed' }, 'readers', ctx.clock.now()),
      changedAt: incidentsAt ?? catalogAt,
    };
  });
}
