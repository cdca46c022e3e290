import type pg from 'pg';
import type { ListedIncident } from '#domain/incident/public-incident';
import { monthOf } from '#domain/time/calendar';
import type { Instant, Span } from '#domain/time/interval';
import type { Context } from '#server/context';
import { snapshot } from '#server/db/transaction';
import { AppError } from '#server/errors';
import { historyRows, isAnyBefore } from '#server/incidents/sql/history-incidents';
import { readListed } from './read-incidents.ts';

const MONTHS_PER_PAGE = 3;
const PAGES_MAX = 7_000;
/** Incidents of one month on a page; further ones have pages of their own. */
const OF_MONTH_MAX = 50;
/** Months from 1970 on, the start of instants. */
const MONTH = /^(19[7-9]\d|[2-9]\d{3})-(0[1-9]|1[0-2])$/;

type HistoryMonth = Span & { incidents: ListedIncident[]; more: number };
type HistoryPage = {
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

/**
 * Reads a page of the history: incidents by the month of their start or, for one `month` like 2022-03, a page of its incidents. Errors: not_found for an invalid
 * page or month, or a page after the last.
 */
export async function incidentHistory(
  ctx: Pick<Context, 'web' | 'clock'>,
  { page: requested = '1', month = null }: { page?: string | undefined; month?: string | null },
): Promise<HistoryPage> {
  const page = Number(requested);
  if (!/^\d{1,4}$/.test(requested) || page < 1 || page > PAGES_MAX) throw absent();
  const now = ctx.clock.now();
  const months = month === null ? monthsOfPage(now, page) : [monthNamed(month, now)];
  const span = { from: (months.at(-1) as Span).from, to: (months[0] as Span).to }; // a page has months
  const offset = month === null ? 0 : (page - 1) * OF_MONTH_MAX;
  const { incidents, hasOlder } = await snapshot(ctx.web, async (client) => ({
    incidents: await readMonths(client, span, offset),
    hasOlder: await isAnyBefore(client, span.from),
  }));
  const shown = months.map((one) => ({ ...one, ...ofMonth(incidents, one, offset) }));
  if (page > 1 && incidents.length === 0 && (month !== null || !hasOlder)) throw absent();
  return {
    months: shown,
    month,
    page,
    hasOlder: month === null ? hasOlder : (shown[0]?.more ?? 0) > 0,
    generatedAt: now,
  };
}

function absent(): AppError {
  return new AppError('not_found', 'Page not found. Go back to the history.');
}

function monthNamed(month: string, now: Instant): Span {
  const [, year, number] = MONTH.exec(month) ?? [];
  const begins = Date.parse(`${year}-${number}-01T00:00:00Z`);
  if (number === undefined || begins > now) throw absent();
  return monthOf(begins);
}

type Listed = ListedIncident & { ofMonth: number };

function ofMonth(
  incidents: readonly Listed[],
  { from, to }: Span,
  offset: number,
): { incidents: Listed[]; more: number } {
  const own = incidents.filter(({ startedAt }) => startedAt >= from && startedAt < to);
  return { incidents: own, more: Math.max(0, (own[0]?.ofMonth ?? 0) - offset - own.length) };
}

async function readMonths(client: pg.ClientBase, span: Span, offset: number): Promise<Listed[]> {
  const rows = await historyRows(client, span, { offset, limit: OF_MONTH_MAX });
  const listed = await readListed(client, rows);
  return listed.map((incident, i) => ({ ...incident, ofMonth: rows[i]?.of_month ?? 0 }));
}
