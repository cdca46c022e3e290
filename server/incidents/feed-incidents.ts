import type { PublicFeed } from '#domain/public-incident';
import type { Context } from '../context.ts';
import { lastChanges } from '../db/sql/last-changes.ts';
import { snapshot } from '../db/transaction.ts';
import { readPublicIncidents } from './public-incidents.ts';

/** Reads what feeds and Statuspage's list of incidents show: those that changed last, and every open one. */
export async function feedIncidents(ctx: Pick<Context, 'web' | 'clock'>): Promise<PublicFeed> {
  return snapshot(ctx.web, async (client) => {
    const { catalogAt, incidentsAt } = await lastChanges(client);
    return { incidents: await readPublicIncidents(client, { kind: 'feed' }, ctx.clock.now()), changedAt: incidentsAt ?? catalogAt };
  });
}
