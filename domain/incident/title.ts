import { levelOf, type Trouble } from '#domain/measurement/status';
import type { FailurePlace } from './failure-place.ts';

/** Maximum length of an incident title in characters. */
export const TITLE_LENGTH_MAX = 200;

const ELLIPSIS = '…';
const CHARACTERS = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Returns a title of at most TITLE_LENGTH_MAX characters: a longer one ends with an ellipsis, after the last word that fits. */
export function cutTitle(title: string): string {
  if (title.length <= TITLE_LENGTH_MAX) return title;
  const room = title.slice(0, TITLE_LENGTH_MAX); // a blank right after it means that the last word fits
  const end = room.search(/\s\S*$/u);
  const text = end > 0 ? room.slice(0, end) : firstCharacters(title, TITLE_LENGTH_MAX - ELLIPSIS.length);
  return `${text.replace(/[\s,;:–-]+$/u, '')}${ELLIPSIS}`;
}

/** Returns as many whole graphemes as fit. */
function firstCharacters(text: string, lengthMax: number): string {
  let cut = '';
  for (const { segment } of CHARACTERS.segment(text)) {
    if (cut.length + segment.length > lengthMax) break;
    cut += segment;
  }
  return cut;
}

/** A component that fails, with the status that monitoring shows, and where. */
export type Failure = { name: string; status: Trouble; place: FailurePlace | null };
type FailureGroup = { names: string[]; status: Trouble; place: FailurePlace | null };

/** Groups failures that have the same status and place, the worst first, for a title. */
export function failureGroups(failures: readonly Failure[]): FailureGroup[] {
  const groups = Map.groupBy(failures, ({ status, place }) => JSON.stringify([status, place]));
  return [...groups.values()]
    .flatMap(([first, ...others]) => (first ? [{ ...first, names: [first, ...others].map(({ name }) => name) }] : []))
    .sort((a, b) => levelOf(b.status) - levelOf(a.status));
}
