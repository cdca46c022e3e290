import { monthOf } from '#domain/calendar';
import type { Instant, Span } from '#domain/interval';
import type { PublicIncident } from '#domain/public-incident';
import type { Context } from '../context.ts';
import { snapshot } from '../db/transaction.ts';
import { AppError } from '../errors.ts';
import { readPublicIncidents } from './public-incidents.ts';

const MONTHS_A_PAGE = 3;
const PAGES_MAX = 400;
/** Incidents of the months of a page that are shown. */
const SHOWN_MAX = 300;

/** The months of a page, newest first: the first page ends with the month that holds `now`. */
function monthsOfPage(now: Instant, page: number): Span[] {
  const months = [monthOf(now)];
  while (months.length < page * MONTHS_A_PAGE) months.push(monthOf((months.at(-1) as Span).from - 1)); // it begins with one
  return months.slice(-MONTHS_A_PAGE);
}

/** A page of the history: incidents by the month in which they began. Errors: not_found for a page that cannot be. */
export async function incidentHistory(ctx: Pick<Context, 'web' | 'clock'>, said: string | undefined) {
  const page = Number(said ?? 1);
  if (!Number.isInteger(page) || page < 1 || page > PAGES_MAX) throw new AppError('not_found', 'There is no such page of the history.');
  const now = ctx.clock.now();
  const months = monthsOfPage(now, page);
  const span = { from: (months.at(-1) as Span).from, to: (months[0] as Span).to }; // a page has months
  const { incidents, older } = await snapshot(ctx.web, async (client) => ({
    incidents: await readPublicIncidents(client, { kind: 'page', limit: SHOWN_MAX, offset: 0, ...span }, now),
    older: await readPublicIncidents(client, { kind: 'page', limit: 1, offset: 0, to: span.from }, now),
  }));
  const within = ({ from, to }: Span) => incidents.filter(({ startedAt }: PublicIncident) => startedAt >= from && startedAt < to);
  return { months: months.map((month) => ({ ...month, incidents: within(month) })), page, hasOlder: older.length > 0, generatedAt: now };
}
