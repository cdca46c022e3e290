import type { ListedIncident } from '#domain/incident/public-incident';
import { monthOf } from '#domain/time/calendar';
import type { Instant, Span } from '#domain/time/interval';
import type { Context } from '#server/context';
import { snapshot } from '#server/db/transaction';
import { AppError } from '#server/errors';
import { historyRows, isAnyBefore, type MonthTotal, monthTotals } from '#server/incidents/sql/history-incidents';
import { type ListedComponents, listedComponents } from './listed-components.ts';
import { readListed } from './read-incidents.ts';

const MONTHS_PER_PAGE = 3;
const PAGES_MAX = 7_000;
/** Incidents of one month on a page; further ones have pages of their own. */
const OF_MONTH_MAX = 50;
const NONE: MonthTotal = { incidents: 0, downMs: 0 };
/** Months from 1970 on, the start of instants. */
const MONTH = /^(19[7-9]\d|[2-9]\d{3})-(0[1-9]|1[0-2])$/;

/** `total`: of all incidents of the month, also of those on other pages. `more`: incidents on pages after this one. */
type HistoryMonth = Span & { incidents: ListedIncident[]; more: number; total: MonthTotal };
type HistoryPage = ListedComponents & {
  months: HistoryMonth[];
  /** The single month of these pages, as requested; null for pages of several months. */
  month: string | null;
  page: number;
  hasOlder: boolean;
  generatedAt: Instant;
};

/** Returns the months of a page, newest first. The first page starts with the current month. */
function monthsOfPage(now: Instant, page: number): Span[] {
  const months = [monthOf(now)];
  while (months.length < page * MONTHS_PER_PAGE) months.push(monthOf((months.at(-1) as Span).from - 1)); // it starts with one
  return months.slice(-MONTHS_PER_PAGE);
}

type Query = { page?: string | undefined; month?: string | null; component?: string | null };

/**
 * Reads a page of the history: incidents by the month of their start or, for one `month` like 2022-03, a page of its incidents. `component`: only those that
 * affect the component with this slug. Errors: not_found for an invalid page, month or component, or a page after the last.
 */
export async function incidentHistory(
  ctx: Pick<Context, 'web' | 'clock'>,
  { page: requested = '1', month = null, component = null }: Query,
): Promise<HistoryPage> {
  const page = Number(requested);
  if (!/^\d{1,4}$/.test(requested) || page < 1 || page > PAGES_MAX) throw absent();
  const now = ctx.clock.now();
  const months = month === null ? monthsOfPage(now, page) : [monthNamed(month, now)];
  const span = { from: (months.at(-1) as Span).from, to: (months[0] as Span).to }; // a page has months
  const offset = month === null ? 0 : (page - 1) * OF_MONTH_MAX;
  const { listed, incidents, totals, hasOlder } = await snapshot(ctx.web, async (client) => ({
    listed: await listedComponents(client, component),
    incidents: await readListed(client, await historyRows(client, span, { offset, limit: OF_MONTH_MAX, component })),
    totals: await monthTotals(client, span, { component, now }),
    hasOlder: await isAnyBefore(client, span.from, { component }),
  }));
  const shown = months.map((one) => {
    const own = incidents.filter(({ startedAt }) => startedAt >= one.from && startedAt < one.to);
    const total = totals.get(one.from) ?? NONE;
    return { ...one, incidents: own, total, more: Math.max(0, total.incidents - offset - own.length) };
  });
  if (page > 1 && incidents.length === 0 && (month !== null || !hasOlder)) throw absent();
  return {
    ...listed,
    months: shown,
    month,
    page,
    hasOlder: month === null ? hasOlder : (shown[0]?.more ?? 0) > 0,
    generatedAt: now,
  };
}

function absent(): AppError {
  return new AppError('not_found', 'Page not found. Go back to the list of incidents.');
}

function monthNamed(month: string, now: Instant): Span {
  const [, year, number] = MONTH.exec(month) ?? [];
  const begins = Date.parse(`${year}-${number}-01T00:00:00Z`);
  if (number === undefined || begins > now) throw absent();
  return monthOf(begins);
}
