import { DAY_MS, dayOf } from './calendar.ts';
import type { Instant } from './interval.ts';

/** A calendar day in UTC, as YYYY-MM-DD. Days compare like texts. */
export type Day = string;

const DAY_LENGTH = 10;

/** Returns the day (UTC) that contains `t`. */
export function dayAt(t: Instant): Day {
  return new Date(t).toISOString().slice(0, DAY_LENGTH);
}

/** Returns the first instant of a day. */
export function startOfDay(day: Day): Instant {
  return Date.parse(`${day}T00:00:00Z`);
}

/** Returns how many days `to` is after `from`; negative if it is before. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((dayOf(startOfDay(to)) - dayOf(startOfDay(from))) / DAY_MS);
}
