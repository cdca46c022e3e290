import type { Status } from '#domain/measurement/status';
import { type Budget, budget, COUNTED_DEFAULT, figures, hasEnoughData, totals } from '#domain/measurement/uptime';
import { type PeriodFigures, worstOf } from '#domain/site/summary';
import { monthOf, yearOf } from '#domain/time/calendar';
import { cutTo, type Instant, type Interval, type Span } from '#domain/time/interval';

/** Figures of a calendar period, and the outages that its downtime is the sum of, each with the worst status that it had. */
export type HistoryPeriod = PeriodFigures & { budget: Budget; outages: Interval<Status>[] };
/** What a component promises, and the share of monitored time that a figure needs; both in millionths. */
export type FigureRules = { targetMillionths: number; coverageFloor: number };

/** Calendar months (UTC) that touch the span, newest first. */
export function monthsOf({ from, to }: Span): Span[] {
  const months: Span[] = [];
  for (let month = monthOf(to - 1); month.to > from; month = monthOf(month.from - 1)) months.push(month);
  return months;
}

/** Calendar years (UTC) that touch the span, newest first. */
export function yearsOf({ from, to }: Span): Span[] {
  const years: Span[] = [];
  for (let year = yearOf(to - 1); year.to > from; year = yearOf(year.from - 1)) years.push(year);
  return years;
}

/** What one period came to, from intervals that do not overlap, ascending; they may reach beyond it. */
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

/** Outages are runs of counted statuses: a change of level within one begins no other. */
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
