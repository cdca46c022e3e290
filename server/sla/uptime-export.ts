import type { HistoryPeriod } from '#domain/sla/uptime-history';
import type { Instant } from '#domain/time/interval';
import { csvOf } from '#server/csv';
import { AppError } from '#server/errors';
import type { UptimePeriod, UptimePeriodsAnswer } from './schemas.ts';
import type { UptimeRecord } from './uptime-record.ts';

/** Number of characters of "2022" and "2022-03" at the start of an instant. */
const [YEAR_LENGTH, MONTH_LENGTH] = [4, 7];

const iso = (at: Instant) => new Date(at).toISOString();

/** Lists the uptime of a year and its months, newest first. Errors: invalid_input for a year without figures. */
export function uptimePeriods({ generatedAt, components }: UptimeRecord, query: string | null): UptimePeriodsAnswer {
  const year = query ?? iso(generatedAt).slice(0, YEAR_LENGTH);
  const periods = components.flatMap(({ slug, name, targetMillionths, years, months }) => {
    const of = (length: number) => (one: HistoryPeriod) => ({ ...periodOf(one, length), slug, name, targetMillionths });
    return [...years.map(of(YEAR_LENGTH)), ...months.map(of(MONTH_LENGTH))]
      .filter(({ period }) => period.startsWith(year))
      .map(({ slug: component, ...rest }) => ({ component, ...rest }));
  });
  if (!/^\d{4}$/.test(year) || periods.length === 0)
    throw new AppError('invalid_input', 'year: must be a year with figures, like 2022.');
  return { year, periods };
}

function periodOf(one: HistoryPeriod, length: number) {
  const { budget, from, to, evaluatedUntil, hasEnoughData, met } = one;
  return {
    period: iso(from).slice(0, length),
    from: iso(from),
    to: iso(to),
    evaluatedUntil: iso(Math.min(evaluatedUntil, to)),
    upMs: one.upMs,
    downMs: one.downMs,
    degradedMs: one.degradedMs,
    unknownMs: one.unknownMs,
    excludedMs: one.excludedMs,
    uptimeMillionths: one.uptimeMillionths,
    coverageMillionths: one.coverageMillionths,
    hasEnoughData,
    met,
    budgetMs: budget.budgetMs,
    consumedMs: budget.consumedMs,
  };
}

const COLUMNS = [
  'component',
  'name',
  'period',
  'from',
  'to',
  'evaluatedUntil',
  'upMs',
  'downMs',
  'degradedMs',
  'unknownMs',
  'excludedMs',
  'uptimeMillionths',
  'coverageMillionths',
  'targetMillionths',
  'hasEnoughData',
  'met',
  'budgetMs',
  'consumedMs',
] as const satisfies readonly (keyof UptimePeriod)[];

/** Formats the periods as CSV with a header line. A cell without a value is empty. */
export function uptimeCsv({ periods }: UptimePeriodsAnswer): string {
  return csvOf([COLUMNS, ...periods.map((period) => COLUMNS.map((column) => String(period[column] ?? '')))]);
}
