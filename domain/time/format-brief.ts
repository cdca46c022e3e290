import { clockUtc, dayUtc, yearUtc } from './format-utc.ts';
import type { Instant } from './interval.ts';

function formatter(options: Intl.DateTimeFormatOptions): (t: Instant) => string {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...options });
  return (t) => format.format(t);
}

/** "30 March" */
export const dayOfYearUtc = formatter({ day: 'numeric', month: 'long' });
/** "30 Mar" */
export const shortDayUtc = formatter({ day: 'numeric', month: 'short' });
/** "March" */
export const monthNameUtc = formatter({ month: 'long' });
/** "13:20:04" */
const secondsUtc = formatter({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });

/** "13:20", with the day if it is not the day of `other`. For blocks that name the zone once. */
export function briefMoment(t: Instant, other: Instant): string {
  return dayUtc(t) === dayUtc(other) ? clockUtc(t) : `${clockUtc(t)} on ${dayUtc(t)}`;
}

/** "13:20 UTC"; on another day "30 March, 13:20 UTC", with its year if that is not the year of `now`. */
export function sinceMoment(t: Instant, now: Instant): string {
  const time = `${clockUtc(t)} UTC`;
  if (dayUtc(t) === dayUtc(now)) return time;
  return `${yearUtc(t) === yearUtc(now) ? dayOfYearUtc(t) : dayUtc(t)}, ${time}`;
}

/** "30 Mar, 13:20:04"; without the day if that is the day of `other`. For columns of a block that names the zone once. */
export function shortExact(t: Instant, other: Instant | null): string {
  return other !== null && dayUtc(t) === dayUtc(other) ? secondsUtc(t) : `${shortDayUtc(t)}, ${secondsUtc(t)}`;
}

/** "13:20:04", with the day if it is not the day of `other`. */
export function briefExact(t: Instant, other: Instant): string {
  return dayUtc(t) === dayUtc(other) ? secondsUtc(t) : `${secondsUtc(t)}, ${dayUtc(t)}`;
}
