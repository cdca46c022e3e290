import type { Status } from '#domain/measurement/status';
import { type Budget, budget, COUNTED_DEFAULT, figures, hasEnoughData, totals } from '#domain/measurement/uptime';
import { type PeriodFigures, worstOf } from '#domain/site/summary';
import { monthOf, yearOf } from '#domain/time/calendar';
import { cutTo, type Instant, type Interval, type Span } from '#domain/time/interval';

/** The figures of a calendar period, and the outages that make up its downtime, each with its worst status. */
export type HistoryPeriod = PeriodFigures & { budget: Budget; outages: Interval<Status>[] };
/** The SLA target of a component, and the share of monitored time that a figure needs. Both in millionths. */
export type FigureRules = { targetMillionths: number; coverageFloor: number };

/** Returns the calendar months (UTC) that overlap the span, newest first. */
export function monthsOf({ from, to }: Span): Span[] {
  const months: Span[] = [];
  for (let month = monthOf(to - 1); month.to > from; month = monthOf(month.from - 1)) months.push(month);
  return months;
}

/** Returns the calendar years (UTC) that overlap the span, newest first. */
export function yearsOf({ from, to }: Span): Span[] {
  const years: Span[] = [];
  for (let year = yearOf(to - 1); year.to > from; year = yearOf(year.from - 1)) years.push(year);
  return years;
}

/** Returns the figures of a period. The intervals must ascend without overlap and may reach beyond it. */
export function historyPeriod(
  intervals: readonly Interval<Status>[],
  period: Span,
  { targetMillionths, coverageFloor }: FigureRules,
  evaluatedUntil: Instant,
): HistoryPeriod {
  const own = cutTo(intervals, [period]);
  const sum = totals(own, period);
  return {
    ...period,
    ...sum,
    ...figures(sum, targetMillionths),
    evaluatedUntil,
    hasEnoughData: hasEnoughData(sum, period, coverageFloor),
    budget: budget(sum, period, targetMillionths),
    outages: outagesOf(own),
  };
}

/** An outage is a run of statuses that count as downtime. A change of level within it does not start another. */
function outagesOf(intervals: readonly Interval<Status>[]): Interval<Status>[] {
  const outages: Interval<Status>[] = [];
  for (const interval of intervals) {
    if (!COUNTED_DEFAULT.includes(interval.status)) continue;
    const last = outages.at(-1);
    if (last?.to === interval.from)
      outages[outages.length - 1] = { from: last.from, to: interval.to, status: worstOf([last, interval]) };
    else outages.push(interval);
  }
  return outages;
}
