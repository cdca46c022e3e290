import type { Instant } from '#domain/time/interval';
import { type ContentPart, contentParts, type SectionFinding } from './content-parts.ts';
import type { PostmortemRecord } from './facts.ts';
import { formatFact } from './format-figure.ts';
import type { CheckedFigure } from './published-version.ts';
import { referencesIn, referenceValues, resolveReferences } from './references.ts';
import type { PostmortemContent } from './sections.ts';

const SENTENCES = new Intl.Segmenter('en', { granularity: 'sentence' });

/**
 * Returns the figures of the public texts with their verdicts, in the order of the page, as readers see them. Live references are figures that match, because
 * they come from the record.
 */
export function publishedFigures(
  content: Pick<PostmortemContent, 'sections' | 'timeline'>,
  record: PostmortemRecord,
  findings: readonly SectionFinding[],
): CheckedFigure[] {
  const values = new Map(referenceValues(record).map((one) => [one.key, one]));
  const shown = (text: string) => resolveReferences(text, record).text.trim();
  return contentParts(content).flatMap((part) => {
    const written = findings
      .filter(({ section, entry }) => section === part.section && entry === part.entry)
      .map(({ start, ...finding }) => ({ start, figure: figureOf(finding, part, shown) }));
    const live = referencesIn(part.text).flatMap(({ start, key }) => {
      const value = values.get(key);
      return value
        ? [{ start, figure: liveFigureOf(value, part, record.from, shown(sentenceAt(part.text, start))) }]
        : [];
    });
    return [...written, ...live].sort((a, b) => a.start - b.start).map(({ figure }) => figure);
  });
}

type Shown = (text: string) => string;

function figureOf(finding: Omit<SectionFinding, 'start'>, { section, text: whole }: ContentPart, shown: Shown) {
  const { text, kind, claimed, recorded, verdict, fact, source, reason, sentence } = finding;
  const own = shown(whole.slice(sentence.start, sentence.end));
  return { text, kind, claimed, recorded, verdict, fact, source, section, sentence: own, reason };
}

function liveFigureOf(
  { key, fact, value }: ReturnType<typeof referenceValues>[number],
  { section }: ContentPart,
  from: Instant,
  sentence: string,
): CheckedFigure {
  const recorded = formatFact(fact, from);
  const figure = { text: value, claimed: recorded, recorded, kind: fact.kind, fact: key, source: fact.source };
  return { ...figure, verdict: 'match', section, sentence, reason: null };
}

/** Returns the sentence at an offset. Each line has sentences of its own. */
function sentenceAt(text: string, offset: number): string {
  const from = text.lastIndexOf('\n', offset) + 1;
  const to = text.indexOf('\n', offset);
  const line = text.slice(from, to < 0 ? text.length : to);
  return SENTENCES.segment(line).containing(offset - from)?.segment ?? line;
}
