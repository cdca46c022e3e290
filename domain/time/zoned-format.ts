import type { Instant } from './interval.ts';

/** Formats of times in one time zone. `clock`: "13:20"; `day`: "14 October 2026"; `shortDay`: "14 Oct"; `zone`: "UTC", "CEST" or "GMT-7" at that time. */
export type ZonedFormat = Record<'clock' | 'day' | 'shortDay' | 'zone', (t: Instant) => string>;

const FORMATS = new Map<string, ZonedFormat>();
/** Time zones that are kept. There are about 600; their names may differ in case. */
const KEPT_MAX = 1_000;

/** Returns the formats of an IANA time zone. They are kept, because making them takes longer than using them. */
export function zonedFormat(timeZone: string): ZonedFormat {
  const known = FORMATS.get(timeZone);
  if (known) return known;
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en-GB', { timeZone, ...options });
  const clock = format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const day = format({ day: 'numeric', month: 'long', year: 'numeric' });
  const shortDay = format({ day: 'numeric', month: 'short' });
  const zone = format({ timeZoneName: 'short' });
  const made: ZonedFormat = {
    clock: (t) => clock.format(t),
    day: (t) => day.format(t),
    shortDay: (t) => shortDay.format(t),
    zone: (t) => zone.formatToParts(t).find(({ type }) => type === 'timeZoneName')?.value ?? timeZone,
  };
  if (FORMATS.size >= KEPT_MAX) FORMATS.clear();
  FORMATS.set(timeZone, made);
  return made;
}

/** "13:20 UTC on 14 October 2026" */
export function zonedMoment({ clock, zone, day }: ZonedFormat, t: Instant): string {
  return `${clock(t)} ${zone(t)} on ${day(t)}`;
}
