import type { HeadlineFact } from '#domain/site/headline-facts';
import { headlineSentence, joinedNames } from '#domain/site/headline-sentence';
import { enHome } from '#messages/en/home';

const TEXT = enHome.headline;

/** Formats the headline of a fact without times, like "Serving is down in 2 of 3 regions". `componentCount`: all components of the page. */
export function formatHeadline(fact: HeadlineFact, componentCount: number): string {
  return headlineSentence(fact, componentCount, TEXT);
}

/** Formats a further fact below the headline. */
export function formatFurther(fact: HeadlineFact, componentCount: number): string {
  return fact.kind === 'unknown' ? TEXT.noData(formatNames(fact.names)) : formatHeadline(fact, componentCount);
}

/** Formats up to three names, like "Serving and Analytics"; of more, the first two, like "Serving, Analytics and 3 more". */
export function formatNames(names: readonly string[]): string {
  return joinedNames(names, TEXT);
}
