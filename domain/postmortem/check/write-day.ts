import type { DayMention } from '#domain/postmortem/claims/days';
import { dayUtc } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';

type Place = { start: number; end: number };
type Edit = Place & { text: string };

/** Writes a day in the manner of a mention: "30 March 2022", "March 30th", "2022-03-30", "the 30th", "Wednesday". Null where day and month are ambiguous. */
export function writeDay(text: string, { start, end, weekday, parts }: DayMention, day: Instant): string | null {
  const at = new Date(day);
  if (weekday !== null) return at.toLocaleDateString('en-GB', { weekday: 'long', timeZone: 'UTC' });
  if (parts.day === null) return null;
  const edits = [
    dayEdit(text, parts.day, at.getUTCDate()),
    ...(parts.month === null
      ? []
      : [{ ...parts.month, text: monthLike(text.slice(parts.month.start, parts.month.end), day) }]),
    ...(parts.year === null ? [] : [{ ...parts.year, text: String(at.getUTCFullYear()) }]),
  ];
  let result = '';
  let done = start;
  for (const edit of edits.sort((a, b) => a.start - b.start)) {
    result += text.slice(done, edit.start) + edit.text;
    done = edit.end;
  }
  return result + text.slice(done, end);
}

/** Writes the number of a day. Keeps the zero of "2022-03-05" and the ending of "31st". */
export function dayEdit(text: string, { start, end }: Place, day: number): Edit {
  const number = text[start] === '0' || isPadded(text, { start, end }) ? String(day).padStart(2, '0') : String(day);
  const isOrdinal = /^(?:st|nd|rd|th)/i.test(text.slice(end, end + 2));
  return { start, end: isOrdinal ? end + 2 : end, text: isOrdinal ? `${number}${ordinalEnding(day)}` : number };
}

/** Returns whether a day is written with digits only, and two of them: "2022-03-31" and "31.03.2022". */
function isPadded(text: string, { start, end }: Place): boolean {
  return end - start === 2 && (/[-./]/.test(text[end] ?? '') || /[-./]/.test(text[start - 1] ?? ''));
}

function ordinalEnding(day: number): string {
  const endings: Record<number, string> = { 1: 'st', 2: 'nd', 3: 'rd' };
  return (Math.floor(day / 10) === 1 ? undefined : endings[day % 10]) ?? 'th';
}

/** Writes a month like "03", "3", "Mar" or "March". */
function monthLike(model: string, day: Instant): string {
  if (/^\d/.test(model)) return String(new Date(day).getUTCMonth() + 1).padStart(model.length, '0');
  const name = dayUtc(day).split(' ')[1] ?? '';
  return model.length === 3 && name.length > 3 && model !== 'May' ? name.slice(0, 3) : name;
}
