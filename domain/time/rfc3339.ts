import type { Instant } from './interval.ts';

const PATTERN = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;
const TEXT_LENGTH_MAX = 64;
const FIRST = Date.parse('0000-01-01T00:00:00Z');
const LAST = Date.parse('9999-12-31T23:59:59.999Z');

/** Parses an RFC 3339 time with any offset, floored to the millisecond. A leap second is the last millisecond of its minute. Null if invalid. */
export function parseRfc3339(text: string): Instant | null {
  if (text.length > TEXT_LENGTH_MAX) return null;
  const m = PATTERN.exec(text);
  if (!m) return null;
  const [year, month, day, hour, minute, second] = [m[1], m[2], m[3], m[4], m[5], m[6]].map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const offsetHours = Number(m[9] ?? 0);
  const offsetMinutes = Number(m[10] ?? 0);
  if (
    month < 1 ||
    month > 12 ||
    day < 1 ||
    hour > 23 ||
    minute > 59 ||
    second > 60 ||
    offsetHours > 23 ||
    offsetMinutes > 59
  )
    return null;
  if (day > new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate()) return null;
  const isLeap = second === 60;
  const millis = isLeap ? 999 : Number(`${m[7] ?? ''}000`.slice(0, 3));
  const whole = new Date(0);
  whole.setUTCFullYear(year, month - 1, day);
  whole.setUTCHours(hour, minute, isLeap ? 59 : second, millis);
  const at = whole.getTime() - (m[8] === '-' ? -1 : 1) * (offsetHours * 60 + offsetMinutes) * 60_000;
  return at < FIRST || at > LAST ? null : at; // an offset may lead outside the years that RFC 3339 can express
}
