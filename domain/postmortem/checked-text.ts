import type { Finding } from './facts.ts';
import { type PostmortemContent, SECTIONS, type Section } from './sections.ts';

/** A part of the text that is checked. `entry`: index in the timeline; null for a section. Offsets are in UTF-16 units. */
export type TextPart = { section: Section; entry: number | null; start: number; end: number };
export type CheckedText = { text: string; parts: readonly TextPart[] };

/** A finding in a section or timeline entry. Offsets are within its text. `reason`: why the figure differs, if that is explained. */
export type SectionFinding = Finding & Pick<TextPart, 'section' | 'entry'> & { reason: string | null };

/** Ends a paragraph, so that no sentence continues in the next part. */
const BREAK = '\n\n';

/** Joins the public texts of a post-mortem, in the order of the page, so that figures of one section are compared with those of another. */
export function checkedText(content: Pick<PostmortemContent, 'sections' | 'timeline'>): CheckedText {
  const parts: TextPart[] = [];
  let text = '';
  for (const { section, entry, own } of textsOf(content)) {
    if (text !== '') text += BREAK;
    parts.push({ section, entry, start: text.length, end: text.length + own.length });
    text += own;
  }
  return { text, parts };
}

function textsOf({ sections, timeline }: Pick<PostmortemContent, 'sections' | 'timeline'>) {
  return SECTIONS.flatMap((section): { section: Section; entry: number | null; own: string }[] => {
    if (section === 'actions') return [];
    if (section === 'timeline') return timeline.map(({ text: own }, entry) => ({ section, entry, own }));
    return [{ section, entry: null, own: sections[section].public }];
  });
}

type Place = { start: number; end: number; sentence: { start: number; end: number } };

/** Returns a place in the joined text as one within its part. A sentence that reaches beyond the part is cut. */
export function placeInPart<T extends Place>(
  parts: readonly TextPart[],
  found: T,
): (T & Pick<TextPart, 'section' | 'entry'>) | null {
  const part = parts.find(({ start, end }) => found.start >= start && found.end <= end);
  if (!part) return null;
  const within = (offset: number) => Math.min(Math.max(offset, part.start), part.end) - part.start;
  const { start, end, sentence } = found;
  return {
    ...found,
    start: within(start),
    end: within(end),
    sentence: { start: within(sentence.start), end: within(sentence.end) },
    section: part.section,
    entry: part.entry,
  };
}

/** Returns the public text of a part. */
export function textOfPart(
  { sections, timeline }: Pick<PostmortemContent, 'sections' | 'timeline'>,
  { section, entry }: Pick<TextPart, 'section' | 'entry'>,
): string {
  if (entry !== null) return timeline[entry]?.text ?? '';
  return section === 'timeline' || section === 'actions' ? '' : sections[section].public;
}
