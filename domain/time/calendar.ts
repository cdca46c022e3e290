import type { Instant, Span } from './interval.ts';

export const DAY_MS = 86_400_000;

export function dayOf(t: Instant): Instant {
  return Math.floor(t / DAY_MS) * DAY_MS;
}

/** The calendar month, UTC, that holds `t`. */
export function monthOf(t: Instant): Span {
  const date = new Date(t);
  return {
    from: Date.UTC(date.getUTCFullYear(), date.getUTCMonth()),
    to: Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1),
  };
}

/** The calendar quarter, UTC, that holds `t`, or one so many later. */
export function quarterOf(t: Instant, later = 0): Span {
  const date = new Date(t);
  const first = Math.floor(date.getUTCMonth() / 3) * 3 + 3 * later;
  return { from: Date.UTC(date.getUTCFullYear(), first), to: Date.UTC(date.getUTCFullYear(), first + 3) };
}

/** The calendar year, UTC, that holds `t`. */
export function yearOf(t: Instant): Span {
  const year = new Date(t).getUTCFullYear();
  return { from: Date.UTC(year, 0), to: Date.UTC(year + 1, 0) };
}

/** `count` whole days, UTC, the last of which holds `t`, oldest first. */
export function lastDays(t: Instant, count: number): Span[] {
  const today = dayOf(t);
  return Array.from({ length: count }, (_, i) => ({
    from: today - (count - 1 - i) * DAY_MS,
    to: today - (count - 2 - i) * DAY_MS,
  }));
}

/** Midnights of a time zone: the instants [00:00 of the day, 00:00 of the next) where the zone's calendar day `year`-`month`-`day` lies. */
export function zonedDay(year: number, month: number, day: number, timeZone: string): Span {
  return {
    from: zonedMidnight(Date.UTC(year, month - 1, day), timeZone),
    to: zonedMidnight(Date.UTC(year, month - 1, day + 1), timeZone),
  };
}

/** Of two midnights the earlier; where the clock skips midnight, the instant at which it does. */
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
