import { DAY_MS, dayOf } from '#domain/time/calendar';
import type { Instant } from '#domain/time/interval';

/** The part of a span that lies on one UTC day: milliseconds of that day, both ends included. */
type DayRange = { day: Instant; fromMs: number; toMs: number };

/** The days that [from, to] touches, ascending. */
export function dayRanges(from: Instant, to: Instant): DayRange[] {
  const ranges: DayRange[] = [];
  for (let day = dayOf(from); day <= to; day += DAY_MS)
    ranges.push({ day, fromMs: Math.max(from - day, 0), toMs: Math.min(to - day, DAY_MS - 1) });
  return ranges;
}

/** A condition on probes that names one partition and a range of its key. Literals: COPY takes no parameters, and they let the planner prune. */
export function isWithin({ day, fromMs, toMs }: DayRange): string {
  const [start, end] = [day, day + DAY_MS].map((t) => `'${new Date(t).toISOString()}'`);
  return `observed_at >= ${start} AND observed_at < ${end} AND day_ms(observed_at) BETWEEN ${Math.floor(fromMs)} AND ${Math.floor(toMs)}`;
}

/** The order of the key within a partition; the index gives it. */
export const BY_KEY = 'day_ms(observed_at), series_id';
