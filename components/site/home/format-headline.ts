import type { ComponentFact, HeadlineFact } from '#domain/site/headline-facts';
import { enHome } from '#messages/en/home';

const TEXT = enHome.headline;
const LIST = new Intl.ListFormat('en-GB');
const NAMES_MAX = 3;

/** Formats the headline of a fact without times, like "Serving is down in 2 of 3 regions". `componentCount`: all components of the page. */
export function formatHeadline(fact: HeadlineFact, componentCount: number): string {
  if (fact.kind === 'incident') return fact.incident.title;
  const isAll = fact.names.length === componentCount;
  if (fact.kind === 'operational') return isAll ? TEXT.allOperational : TEXT.othersOperational;
  if (fact.kind === 'not_monitored') return TEXT.noneMonitored;
  if (fact.kind === 'unknown') return isAll ? TEXT.allUnknown : TEXT.unknown(formatNames(fact.names));
  return withRegions(TEXT[fact.kind](formatNames(fact.names), fact.names.length > 1), fact.regions);
}

/** Formats a further fact below the headline. */
export function formatFurther(fact: HeadlineFact, componentCount: number): string {
  return fact.kind === 'unknown' ? TEXT.noData(formatNames(fact.names)) : formatHeadline(fact, componentCount);
}

/** Formats up to three names, like "Serving and Analytics"; of more, the first two, like "Serving, Analytics and 3 more". */
export function formatNames(names: readonly string[]): string {
  if (names.length <= NAMES_MAX) return LIST.format(names);
  const named = names.slice(0, NAMES_MAX - 1);
  return TEXT.namesAndMore(named.join(', '), names.length - named.length);
}

function withRegions(sentence: string, regions: ComponentFact['regions']): string {
  if (regions === null) return sentence;
  const [first, ...more] = regions.failing;
  return first !== undefined && more.length === 0
    ? TEXT.inRegion(sentence, first)
    : TEXT.inRegions(sentence, regions.failing.length, regions.all);
}
