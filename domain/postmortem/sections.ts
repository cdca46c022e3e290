/** The sections of a post-mortem, in the order of the page. */
export const SECTIONS = ['summary', 'impact', 'cause', 'detection', 'timeline', 'well', 'lessons', 'actions'] as const;
export type Section = (typeof SECTIONS)[number];

/** The sections that are written as text. The timeline has entries with times; action items are lists of their own. */
export const TEXT_SECTIONS = ['summary', 'impact', 'cause', 'detection', 'well', 'lessons'] as const;
export type TextSection = (typeof TEXT_SECTIONS)[number];

/** The sections that a post-mortem must have before it is published. */
export const REQUIRED_SECTIONS: readonly Section[] = ['summary', 'impact', 'cause', 'timeline', 'actions'];

/** The texts of a section as Markdown. Readers never see `internal`. */
export type SectionText = { public: string; internal: string };

/** An entry of the timeline. `text` is Markdown. `isKey`: it is one of the turning points, which the page emphasises. */
type TimelineEntry = { at: number; text: string; isKey: boolean };

/** Why a figure differs from the record, for readers. It belongs to the findings of a section with this claim and fact. */
export type Explanation = { section: Section; claimed: string; fact: string | null; reason: string };

/** The length of a reason in characters. */
export const EXPLANATION_LENGTH_MIN = 10;
export const EXPLANATION_LENGTH_MAX = 300;

/** What people write of a post-mortem. Action items do not belong to it. */
export type PostmortemContent = {
  sections: Record<TextSection, SectionText>;
  timeline: readonly TimelineEntry[];
  explanations: readonly Explanation[];
};
