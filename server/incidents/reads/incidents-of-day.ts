import type { ListedIncident } from '#domain/incident/public-incident';
import { DAY_MS } from '#domain/time/calendar';
import type { Instant, Span } from '#domain/time/interval';
import type { Context } from '#server/context';
import { snapshot } from '#server/db/transaction';
import { AppError } from '#server/errors';
import { dayRows } from '#server/incidents/sql/history-incidents';
import { type ListedComponents, listedComponents } from './listed-components.ts';
import { readListed } from './read-incidents.ts';

/** Incidents of one day on its page. The page of the month lists all. */
const OF_DAY_MAX = 50;
const DAY = /^(19[7-9]\d|[2-9]\d{3})-\d\d-\d\d$/;

export type IncidentsOfDay = ListedComponents & {
  day: Span;
  incidents: ListedIncident[];
  hasMore: boolean;
  generatedAt: Instant;
};

/** Reads the public incidents that were open on a day (UTC) like 2022-03-30, newest first. Errors: not_found for an invalid or future day or component. */
export async function incidentsOfDay(
  ctx: Pick<Context, 'web' | 'clock'>,
  { day: named, component = null }: { day: string; component?: string | null },
): Promise<IncidentsOfDay> {
  const now = ctx.clock.now();
  const from = dayNamed(named);
  if (from === null || from > now) throw new AppError('not_found', 'Day not found. Go back to the list of incidents.');
  const day = { from, to: from + DAY_MS };
  const { listed, incidents } = await snapshot(ctx.web, async (client) => ({
    listed: await listedComponents(client, component),
    incidents: await readListed(client, await dayRows(client, day, { component, limit: OF_DAY_MAX + 1 })),
  }));
  const hasMore = incidents.length > OF_DAY_MAX;
  return { ...listed, day, incidents: incidents.slice(0, OF_DAY_MAX), hasMore, generatedAt: now };
}

/** Returns the start of a day, or null for a text that names none, such as 2022-02-30. */
function dayNamed(text: string): Instant | null {
  const from = DAY.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(from) || !new Date(from).toISOString().startsWith(text) ? null : from;
}
