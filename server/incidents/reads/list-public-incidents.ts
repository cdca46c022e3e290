import type { PublicIncident } from '#domain/incident/public-incident';
import { parseRfc3339 } from '#domain/time/rfc3339';
import type { Context } from '#server/context';
import { incidentQuerySchema } from '#server/incidents/public-schemas';
import { parseInput } from '#server/incidents/update/parse-input';
import { publicIncidents } from './public-incidents.ts';

export type IncidentPage = { page: number; perPage: number; hasMore: boolean; incidents: PublicIncident[] };

const instantOf = (text: string | undefined) => (text === undefined ? undefined : (parseRfc3339(text) ?? undefined));

/** Lists a page of public incidents by a query, newest first. Errors: invalid_input. */
export async function listPublicIncidents(ctx: Pick<Context, 'web' | 'clock'>, query: object): Promise<IncidentPage> {
  const { state, component, from, to, page, perPage } = parseInput(incidentQuerySchema, query);
  const found = await publicIncidents(ctx, {
    kind: 'page',
    limit: perPage + 1, // one more shows whether there is another page
    offset: (page - 1) * perPage,
    state,
    component,
    from: instantOf(from),
    to: instantOf(to),
  });
  return { page, perPage, hasMore: found.length > perPage, incidents: found.slice(0, perPage) };
}
