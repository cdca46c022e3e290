import type { DayFigures } from '#domain/site/summary';
import { dayUtc } from '#domain/time/format-utc';
import { en } from '#messages/en/site';
import { formatDuration } from './format-duration.ts';
import { formatUptime } from './format-share.ts';
import { STATUS_TOKENS } from './status-tokens.ts';

/** Formats the accessible name of a day, like "30 March 2022: Major outage, 94.583 %, 1 h 18 min down". */
export function formatDay(day: DayFigures): string {
  return en.days.name(dayUtc(day.from), figuresWords(day));
}

function figuresWords(day: DayFigures): string {
  if (day.uptimeMillionths === null)
    return en.days.nothing[day.worst === 'not_monitored' ? 'not_monitored' : 'unknown'];
  return [
    STATUS_TOKENS[day.worst].label,
    formatUptime(day),
    day.downMs > 0 ? en.days.down(formatDuration(day.downMs)) : day.hasEnoughData && en.days.noDown,
    day.degradedMs > 0 && en.days.degraded(formatDuration(day.degradedMs)),
    day.unknownMs > 0 && en.days.unknown(formatDuration(day.unknownMs)),
  ]
    .filter(Boolean)
    .join(', ');
}
