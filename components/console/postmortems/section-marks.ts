import { type Figure, isOpen } from '#components/console/postmortems/figures/figure.ts';
import type { EditedText } from '#domain/postmortem/edited-text';
import type { Section } from '#domain/postmortem/sections';

/** The text as it is typed, and how many action items there are. */
type Marked = { text: Pick<EditedText, 'sections' | 'timeline'>; items: number };

/** Returns whether a section has a public text, entries or items. */
export function isComplete({ text, items }: Marked, section: Section): boolean {
  if (section === 'actions') return items > 0;
  if (section === 'timeline') return text.timeline.length > 0;
  return text.sections[section].public.trim() !== '';
}

/** Counts the figures of a section, or of the whole text, by what people do about them. */
export function countFigures(figures: readonly Figure[], section: Section | null = null) {
  const own = section === null ? figures : figures.filter((figure) => figure.section === section);
  const count = (state: Figure['state']) => own.filter((figure) => figure.state === state).length;
  return { open: own.filter(isOpen).length, matching: count('matches'), explained: count('explained') };
}
