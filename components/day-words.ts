import type { DayFigures } from '#domain/summary';
import { dayUtc } from '#domain/utc-words';
import { en } from '../messages/en.ts';
import { durationWords } from './duration-words.ts';
import { uptimeWords } from './share-words.ts';
import { STATUS_TOKENS } from './status-tokens.ts';

/** The accessible name of a day: "30 March 2022: Down, 94.583 %, 1 h 18 min down". */
export function dayWords(day: DayFigures): string {
  return en.days.name(dayUtc(day.from), figuresWords(day));
}

function figuresWords(day: DayFigures): string {
  if (day.uptimeMillionths === null) return en.days.nothing[day.worst === 'not_monitored' ? 'not_monitored' : 'unknown'];
  return [
    STATUS_TOKENS[day.worst].label,
    uptimeWords(day),
    day.downMs > 0 ? en.days.down(durationWords(day.downMs)) : day.hasEnoughData && en.days.noDown,
    day.degradedMs > 0 && en.days.degraded(durationWords(day.degradedMs)),
    day.unknownMs > 0 && en.days.unknown(durationWords(day.unknownMs)),
  ]
    .filter(Boolean)
    .join(', ');
}
