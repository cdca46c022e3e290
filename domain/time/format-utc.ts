import type { Instant } from './interval.ts';

function formatter(options: Intl.DateTimeFormatOptions): (t: Instant) => string {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...options });
  return (t) => format.format(t);
}

/** "13:20" */
export const clockUtc = formatter({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
/** "13:20:04" */
export const secondsUtc = formatter({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
/** "30 March 2022" */
export const dayUtc = formatter({ day: 'numeric', month: 'long', year: 'numeric' });
/** "March 2022" */
export const monthUtc = formatter({ month: 'long', year: 'numeric' });
/** "Mar" */
export const shortMonthUtc = formatter({ month: 'short' });
/** "March" */
export const monthNameUtc = formatter({ month: 'long' });
/** "2022" */
export const yearUtc = formatter({ year: 'numeric' });

/** "13:20 UTC", with the day if it is not the day of `now`. */
export function formatMoment(t: Instant, now: Instant): string {
  return dayUtc(t) === dayUtc(now) ? `${clockUtc(t)} UTC` : formatFullMoment(t);
}

/** "13:20:04 UTC", with the day if it is not the day of `now`. */
export function formatMomentExact(t: Instant, now: Instant): string {
  const time = `${secondsUtc(t)} UTC`;
  return dayUtc(t) === dayUtc(now) ? time : `${time} on ${dayUtc(t)}`;
}

/** "13:20 UTC on 30 March 2022" */
export function formatFullMoment(t: Instant): string {
  return `${clockUtc(t)} UTC on ${dayUtc(t)}`;
}

/** "13:20:04 UTC, 30 March 2022" */
export function formatExact(t: Instant): string {
  return `${secondsUtc(t)} UTC, ${dayUtc(t)}`;
}

/** "30 March 2022, 13:20 UTC" */
export function dayMomentUtc(t: Instant): string {
  return `${dayUtc(t)}, ${clockUtc(t)} UTC`;
}
