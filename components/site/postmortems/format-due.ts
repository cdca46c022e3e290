import { type Day, startOfDay } from '#domain/time/day';
import { dayOfYearUtc, shortDayUtc } from '#domain/time/format-brief';
import { yearUtc } from '#domain/time/format-utc';

/** Formats a day as "4 December", with the year if it is not that of `today`. */
export function formatDue(day: Day, today: Day): string {
  return withYear(dayOfYearUtc(startOfDay(day)), day, today);
}

/** Formats a day as "4 Dec", with the year if it is not that of `today`. */
export function formatShortDue(day: Day, today: Day): string {
  return withYear(shortDayUtc(startOfDay(day)), day, today);
}

function withYear(text: string, day: Day, today: Day): string {
  const year = yearUtc(startOfDay(day));
  return year === yearUtc(startOfDay(today)) ? text : `${text} ${year}`;
}
