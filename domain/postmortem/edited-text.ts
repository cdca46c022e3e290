import type { SectionFinding } from './content-parts.ts';
import { type Explanation, type PostmortemContent, type Section, TEXT_SECTIONS } from './sections.ts';

/**
 * The text of a post-mortem while it is edited. `added`: an entry that is not in the timeline yet; `at` is what its field holds, like "2022-03-30T13:20", or
 * empty.
 */
export type EditedText = PostmortemContent & {
  title: string;
  added: { at: string; text: string; isKey: boolean };
};

/** What a form sends. Explanations are null if it has a field for each reason instead. */
export type SentText = Omit<EditedText, 'explanations'> & { explanations: EditedText['explanations'] | null };

/** A text with the version that it is the text of. */
export type SavedText = { version: number; text: EditedText };

export const NO_ENTRY: EditedText['added'] = { at: '', text: '', isKey: false };

/** Returns a stored text as it is before it is edited. */
export function editedText({ title, content }: { title: string; content: PostmortemContent }): EditedText {
  const { sections, timeline, explanations } = content;
  return { title, sections, timeline, explanations, added: NO_ENTRY };
}

/**
 * Returns the text after saving. What was typed while the text was being saved stays; the rest is what was stored, which may differ from what was sent, as a
 * corrected figure does.
 */
export function afterSaving(current: EditedText, sent: EditedText, stored: EditedText): EditedText {
  const sections = TEXT_SECTIONS.map((name) => {
    const [now, before, after] = [current.sections[name], sent.sections[name], stored.sections[name]];
    return [
      name,
      {
        public: now.public === before.public ? after.public : now.public,
        internal: now.internal === before.internal ? after.internal : now.internal,
      },
    ];
  });
  return {
    title: current.title === sent.title ? stored.title : current.title,
    sections: Object.fromEntries(sections) as PostmortemContent['sections'], // every section
    timeline: isSame(current.timeline, sent.timeline) ? stored.timeline : current.timeline,
    explanations: isSame(current.explanations, sent.explanations) ? stored.explanations : current.explanations,
    added: isSame(current.added, sent.added) ? stored.added : current.added,
  };
}

/** Returns whether nothing differs between two texts. */
export function isSameText(a: EditedText, b: EditedText): boolean {
  return (
    [...TEXT_SECTIONS.map((name) => isSame(a.sections[name], b.sections[name])), a.title === b.title].every(Boolean) &&
    (['timeline', 'explanations', 'added'] as const).every((part) => isSame(a[part], b[part]))
  );
}

function isSame(a: object, b: object): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/**
 * Returns a name for each finding, which stays the same while other parts of the text change: its section, text and fact, and which one it is of several that
 * are equal.
 */
export function findingKeys(findings: readonly Pick<SectionFinding, 'section' | 'text' | 'fact'>[]): string[] {
  const counts = new Map<string, number>();
  return findings.map(({ section, text, fact }) => {
    const name = `${section} ${fact ?? ''} ${text}`;
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return `${name} ${count}`;
  });
}

/** Puts the suggestion of a finding in place of its claim. */
export function withSuggestion<T extends Pick<PostmortemContent, 'sections' | 'timeline'>>(
  text: T,
  {
    section,
    entry,
    start,
    end,
    suggestion,
  }: Pick<SectionFinding, 'section' | 'entry' | 'start' | 'end' | 'suggestion'>,
): T {
  if (suggestion === null) return text;
  const corrected = (before: string) => before.slice(0, start) + suggestion + before.slice(end);
  if (section === 'timeline')
    return {
      ...text,
      timeline: text.timeline.map((one, i) => (i === entry ? { ...one, text: corrected(one.text) } : one)),
    };
  if (section === 'actions') return text;
  const own = text.sections[section];
  return { ...text, sections: { ...text.sections, [section]: { ...own, public: corrected(own.public) } } };
}

type Explained = { section: Section; claimed: string; fact: string | null };

/** Returns the explanations with that of a figure changed. `reason`: null removes it. */
export function withReason(
  explanations: readonly Explanation[],
  { section, claimed, fact }: Explained,
  reason: string | null,
): Explanation[] {
  const others = explanations.filter((one) => one.section !== section || one.claimed !== claimed || one.fact !== fact);
  return reason === null ? others : [...others, { section, claimed, fact, reason }];
}
