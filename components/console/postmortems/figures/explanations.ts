import type { Explanation } from '#domain/postmortem/sections';
import type { Figure } from './figure.ts';

type Explained = Pick<Figure, 'section' | 'claimed' | 'fact'>;

/** Adds the reason why a figure differs, or replaces it. It belongs to all figures of the section with the same claim and fact. */
export function withExplanation(
  explanations: readonly Explanation[],
  figure: Explained,
  reason: string,
): readonly Explanation[] {
  const { section, claimed, fact } = figure;
  return [...withoutExplanation(explanations, figure), { section, claimed, fact, reason }];
}

/** Removes the reason why a figure differs. */
export function withoutExplanation(explanations: readonly Explanation[], figure: Explained): readonly Explanation[] {
  return explanations.filter(
    ({ section, claimed, fact }) => section !== figure.section || claimed !== figure.claimed || fact !== figure.fact,
  );
}
