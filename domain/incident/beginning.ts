/** Updates with more characters are folded on the home page. */
const WHOLE_MAX = 600;
const BEGINNING_MAX = 300;
const WORDS = new Intl.Segmenter('en', { granularity: 'word' });

/** Returns the beginning of a text that is too long for the home page, up to a whole word, in one line; null for a text that is shown whole. */
export function beginningOf(text: string): string | null {
  if (text.length <= WHOLE_MAX) return null;
  const line = text.replace(/\s+/g, ' ').trim();
  let end = 0;
  for (const { index, segment } of WORDS.segment(line)) {
    if (index + segment.length > BEGINNING_MAX) break;
    end = index + segment.length;
  }
  return `${line.slice(0, end).trimEnd()}…`;
}
