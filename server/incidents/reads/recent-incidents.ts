import type { ListedIncident } from '#domain/incident/public-incident';
import type { Context } from '#server/context';
import { snapshot } from '#server/db/transaction';
import { recentRows } from '#server/incidents/sql/history-incidents';
import { readListed } from './read-incidents.ts';

const COUNT = 3;

/** Reads the latest resolved incidents, newest first. Open, withdrawn and merged ones are not among them. */
export async function recentIncidents(ctx: Pick<Context, 'web'>): Promise<ListedIncident[]> {
  return snapshot(ctx.web, async (client) => readListed(client, await recentRows(client, COUNT)));
}
