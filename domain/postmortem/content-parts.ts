import type { Finding } from './facts.ts';
import { type Explanation, type PostmortemContent, SECTIONS, type Section } from './sections.ts';

/** A public text of a post-mortem. `entry`: index in the timeline; null for a section. */
export type ContentPart = { section: Section; entry: number | null; text: string };
export type Place = Pick<ContentPart, 'section' | 'entry'>;

/**
 * A finding in a public text. Offsets are within that text. `reason`: why the figure differs, if that is explained. `other`: the passage that a contradiction
 * is with.
 */
export type SectionFinding = Omit<Finding, 'other'> &
  Place & { reason: string | null; other: (Place & { start: number; end: number }) | null };

/** Returns the public texts of a post-mortem in the order of the page. */
export function contentParts({ sections, timeline }: Pick<PostmortemContent, 'sections' | 'timeline'>): ContentPart[] {
  return SECTIONS.flatMap((section): ContentPart[] => {
    if (section === 'actions') return [];
    if (section === 'timeline') return timeline.map(({ text }, entry) => ({ section, entry, text }));
    return [{ section, entry: null, text: sections[section].public }];
  });
}

/** Returns why a figure differs, or null. Only a figure that differs has a reason: an explanation whose figure was corrected has no effect. */
export function reasonFor(
  explanations: readonly Explanation[],
  { section, claimed, fact, verdict }: Pick<SectionFinding, 'section' | 'claimed' | 'fact' | 'verdict'>,
): string | null {
  if (verdict !== 'differs' && verdict !== 'contradicts') return null;
  const found = explanations.find((one) => one.section === section && one.claimed === claimed && one.fact === fact);
  return found?.reason ?? null;
}
