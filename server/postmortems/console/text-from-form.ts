import { NO_ENTRY, type SentText } from '#domain/postmortem/edited-text';
import { type Explanation, type PostmortemContent, TEXT_SECTIONS } from '#domain/postmortem/sections';
import { consolePostmortemsEn } from '#messages/en/console-postmortems';
import { AppError } from '#server/errors';

/** The fields of a form. A repeated one is a list. */
export type Fields = Record<string, string | string[]>;

export const fieldOf = (fields: Fields, name: string): string => [fields[name] ?? ''].flat()[0] ?? '';
const listOf = (fields: Fields, name: string): string[] => [fields[name] ?? []].flat();
/** Forms send texts with the line ends of mail. */
const linesOf = (text: string) => text.replaceAll('\r\n', '\n');

const FIELD_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/;

/** Returns the text that the form of the editor holds. */
export function textFromForm(fields: Fields): SentText {
  const sections = TEXT_SECTIONS.map((name) => [
    name,
    { public: linesOf(fieldOf(fields, `public.${name}`)), internal: linesOf(fieldOf(fields, `internal.${name}`)) },
  ]);
  const keys = new Set(listOf(fields, 'entry-key'));
  const texts = listOf(fields, 'entry-text');
  const timeline = listOf(fields, 'entry-at').map((at, i) => ({
    at: Number(at),
    text: linesOf(texts[i] ?? ''),
    isKey: keys.has(String(i)),
  }));
  return {
    title: fieldOf(fields, 'title'),
    sections: Object.fromEntries(sections) as PostmortemContent['sections'], // every section
    timeline,
    explanations: explanationsIn(fieldOf(fields, 'explanations')),
    added: {
      at: fieldOf(fields, 'new-at'),
      text: linesOf(fieldOf(fields, 'new-text')),
      isKey: fieldOf(fields, 'new-key') === 'on',
    },
  };
}

/** Reads the explanations that a script keeps in one field. Null without it. What is in the list is checked when it is saved. */
function explanationsIn(field: string): Explanation[] | null {
  if (field === '') return null;
  const parsed = parsedOrNull(field);
  if (!Array.isArray(parsed)) throw new AppError('invalid_input', 'explanations: must be a JSON array.');
  return parsed;
}

function parsedOrNull(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null; // no JSON, which is refused
  }
}

/** Returns the text with its new entry in the timeline, and without entries whose text was removed. Errors: invalid_input if a part of the new entry is missing. */
export function completed({ added, timeline, ...text }: SentText): SentText {
  const kept = timeline.filter((entry) => entry.text.trim() !== '');
  if (added.at === '' && added.text.trim() === '') return { ...text, timeline: kept, added: NO_ENTRY };
  if (added.text.trim() === '') throw new AppError('invalid_input', consolePostmortemsEn.entry.noText);
  if (!FIELD_TIME.test(added.at)) throw new AppError('invalid_input', consolePostmortemsEn.entry.noTime);
  const entry = { at: Date.parse(`${added.at}Z`), text: added.text, isKey: added.isKey };
  return { ...text, timeline: [...kept, entry], added: NO_ENTRY };
}
