const LENGTH_MAX = 160;
const SENTENCES = new Intl.Segmenter('en', { granularity: 'sentence' });
const WORDS = new Intl.Segmenter('en', { granularity: 'word' });

/** Returns the beginning of a plain text in one line: the whole sentences that fit, or a part of the first one. */
export function excerptOf(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return beginning(line, SENTENCES) || (line === '' ? '' : `${beginning(line, WORDS) || cut(line)}…`);
}

/** Returns as many whole segments as fit. */
function beginning(line: string, segments: Intl.Segmenter): string {
  let end = 0;
  for (const { index, segment } of segments.segment(line)) {
    if (index + segment.trimEnd().length > LENGTH_MAX) break;
    end = index + segment.length;
  }
  return line.slice(0, end).trimEnd();
}

/** Cuts a word that is too long, without parting a surrogate pair. */
function cut(line: string): string {
  return [...line].slice(0, LENGTH_MAX / 2).join('');
}
