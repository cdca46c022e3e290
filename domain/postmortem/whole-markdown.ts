import { clockUtc, dayUtc } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { SECTIONS, type Section, type TextSection } from './sections.ts';

type Written = {
  /** The text of each section, with its live references filled in. */
  sections: Readonly<Partial<Record<TextSection, string>>>;
  timeline: readonly { at: Instant; text: string }[];
  headings: Readonly<Record<Section, string>>;
};

/** Returns the whole text of a post-mortem as Markdown, in the order of the page. Sections without text are left out. */
export function wholeMarkdown({ sections, timeline, headings }: Written): string {
  return SECTIONS.flatMap((section) => {
    const own =
      section === 'timeline' ? timelineOf(timeline) : section === 'actions' ? '' : (sections[section] ?? '').trim();
    return own === '' ? [] : [`## ${headings[section]}\n\n${own}`];
  }).join('\n\n');
}

function timelineOf(entries: readonly { at: Instant; text: string }[]): string {
  return [...Map.groupBy(entries, ({ at }) => dayUtc(at))]
    .map(([day, own]) => `${day}, UTC\n\n${own.map(({ at, text }) => `- ${clockUtc(at)} ${text}`).join('\n')}`)
    .join('\n\n');
}
