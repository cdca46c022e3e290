/** How many characters a title of an incident may have. */
export const TITLE_LENGTH_MAX = 200;

const ELLIPSIS = '…';
const CHARACTERS = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Returns a title of at most TITLE_LENGTH_MAX characters: a longer one ends with an ellipsis, after the last word that fits. */
export function cutTitle(title: string): string {
  if (title.length <= TITLE_LENGTH_MAX) return title;
  const room = title.slice(0, TITLE_LENGTH_MAX); // a blank at its end ends a word that fits
  const end = room.search(/\s\S*$/u);
  const kept = end > 0 ? room.slice(0, end) : firstCharacters(title, TITLE_LENGTH_MAX - ELLIPSIS.length);
  return `${kept.replace(/[\s,;:–-]+$/u, '')}${ELLIPSIS}`;
}

/** As many whole characters, as people see them, as there is room for. */
function firstCharacters(text: string, lengthMax: number): string {
  let kept = '';
  for (const { segment } of CHARACTERS.segment(text)) {
    if (kept.length + segment.length > lengthMax) break;
    kept += segment;
  }
  return kept;
}
