import type { Instant, Span } from './interval.ts';

export const DAY_MS = 86_400_000;

export function dayOf(t: Instant): Instant {
  return Math.floor(t / DAY_MS) * DAY_MS;
}

/** Returns the calendar month (UTC) that contains `t`. */
export function monthOf(t: Instant): Span {
  const date = new Date(t);
  return {
    from: Date.UTC(date.getUTCFullYear(), date.getUTCMonth()),
    to: Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1),
  };
}

/** Returns the calendar quarter (UTC) that contains `t`, or the one `later` quarters after it. */
export function quarterOf(t: Instant, later = 0): Span {
  const date = new Date(t);
  const first = Math.floor(date.getUTCMonth() / 3) * 3 + 3 * later;
  return { from: Date.UTC(date.getUTCFullYear(), first), to: Date.UTC(date.getUTCFullYear(), first + 3) };
}

/** Returns the calendar year (UTC) that contains `t`. */
export function yearOf(t: Instant): Span {
  const year = new Date(t).getUTCFullYear();
  return { from: Date.UTC(year, 0), to: Date.UTC(year + 1, 0) };
}

/** Returns `count` whole days (UTC), oldest first. The last one contains `t`. */
export function lastDays(t: Instant, count: number): Span[] {
  const today = dayOf(t);
  return Array.from({ length: count }, (_, i) => ({
    from: today - (count - 1 - i) * DAY_MS,
    to: today - (count - 2 - i) * DAY_MS,
  }));
}

/** Returns the calendar day `year`-`month`-`day` of a time zone, from its midnight to the next. */
export function zonedDay(year: number, month: number, day: number, timeZone: string): Span {
  return {
    from: zonedMidnight(Date.UTC(year, month - 1, day), timeZone),
    to: zonedMidnight(Date.UTC(year, month - 1, day + 1), timeZone),
  };
}

/** Returns the earlier one if there are two midnights. If the clock skips midnight, returns the instant of the skip. */
function zonedMidnight(wall: Instant, timeZone: string): Instant {
  const offsetBefore = offsetMs(wall - DAY_MS, timeZone);
  const offsetAfter = offsetMs(wall + DAY_MS, timeZone);
  const early = wall - offsetBefore;
  const late = wall - offsetAfter;
  return offsetMs(early, timeZone) === offsetBefore || offsetMs(late, timeZone) !== offsetAfter ? early : late;
}

function offsetMs(t: Instant, timeZone: string): number {
  const name =
    new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
      .formatToParts(t)
      .find((p) => p.type === 'timeZoneName')?.value ?? 'GMT';
  const m = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(name);
  return m?.[1] ? (m[1] === '-' ? -1 : 1) * (Number(m[2]) * 60 + Number(m[3])) * 60_000 : 0;
}
