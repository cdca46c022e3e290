import { monthOf, yearOf } from './calendar.ts';
import type { Instant, Interval, Span } from './interval.ts';
import { levelOf, type Status } from './status.ts';
import type { PeriodFigures } from './summary.ts';
import { type Budget, budget, figures, totals } from './uptime.ts';

/** Figures of a calendar period, and the stretches that its downtime is the sum of. */
export type HistoryPeriod = PeriodFigures & { budget: Budget; outages: Interval<Status>[] };

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

/** What one period came to, from intervals that do not overlap; they may reach beyond it. */
export function historyPeriod(intervals: readonly Interval<Status>[], period: Span, targetMillionths: number, judgedUpTo: Instant): HistoryPeriod {
  const own = intervals.filter((i) => i.from < period.to && i.to > period.from);
  const sum = totals(own, period);
  const outages = own.filter((i) => levelOf(i.status) >= 2).map((i) => ({ ...i, from: Math.max(i.from, period.from), to: Math.min(i.to, period.to) }));
  return { ...period, ...sum, ...figures(sum, targetMillionths), judgedUpTo, budget: budget(sum, period, targetMillionths), outages };
}
