import { DAY_MS, dayOf } from '#domain/time/calendar';
import type { Instant } from '#domain/time/interval';

/** The part of a span within one UTC day, in milliseconds of that day, both ends included. */
type DayRange = { day: Instant; fromMs: number; toMs: number };

/** Returns the days that [from, to] overlaps, ascending. */
export function dayRanges(from: Instant, to: Instant): DayRange[] {
  const ranges: DayRange[] = [];
  for (let day = dayOf(from); day <= to; day += DAY_MS)
    ranges.push({ day, fromMs: Math.max(from - day, 0), toMs: Math.min(to - day, DAY_MS - 1) });
  return ranges;
}

/** Returns a condition on probes that selects one partition and a range of its key. It uses literals, because COPY takes no parameters and the planner can prune by them. */
export function isWithin({ day, fromMs, toMs }: DayRange): string {
  const [start, end] = [day, day + DAY_MS].map((t) => `'${new Date(t).toISOString()}'`);
  return `observed_at >= ${start} AND observed_at < ${end} AND day_ms(observed_at) BETWEEN ${Math.floor(fromMs)} AND ${Math.floor(toMs)}`;
}

/** The order of the key within a partition, as the index has it. */
export const BY_KEY = 'day_ms(observed_at), series_id';
