import type { ComponentFact, HeadlineFact } from './headline-facts.ts';

const NAMES_MAX = 3;

type Sentence = (who: string, many: boolean) => string;
/** The texts of headlines in one language. `locale` joins names. */
export type HeadlineTexts = Record<
  'degraded_performance' | 'partial_outage' | 'major_outage' | 'recovering' | 'possible' | 'worsening',
  Sentence
> & {
  locale: string;
  allOperational: string;
  othersOperational: string;
  allUnknown: string;
  noneMonitored: string;
  unknown: (who: string) => string;
  namesAndMore: (names: string, more: number) => string;
  inRegion: (sentence: string, region: string) => string;
  inRegions: (sentence: string, failing: number, all: number) => string;
};

/** Formats a fact as a sentence without times, like "Serving is down in 2 of 3 regions". `componentCount`: all components of the page. */
export function headlineSentence(fact: HeadlineFact, componentCount: number, texts: HeadlineTexts): string {
  if (fact.kind === 'incident') return fact.incident.title;
  const isAll = fact.names.length === componentCount;
  if (fact.kind === 'operational') return isAll ? texts.allOperational : texts.othersOperational;
  if (fact.kind === 'not_monitored') return texts.noneMonitored;
  const names = joinedNames(fact.names, texts);
  if (fact.kind === 'unknown') return isAll ? texts.allUnknown : texts.unknown(names);
  return withRegions(texts[fact.kind](names, fact.names.length > 1), fact.regions, texts);
}

/** Joins up to three names, like "Serving and Analytics"; of more, the first two, like "Serving, Analytics and 3 more". */
export function joinedNames(
  names: readonly string[],
  { locale, namesAndMore }: Pick<HeadlineTexts, 'locale' | 'namesAndMore'>,
): string {
  if (names.length <= NAMES_MAX) return new Intl.ListFormat(locale).format(names);
  const named = names.slice(0, NAMES_MAX - 1);
  return namesAndMore(named.join(', '), names.length - named.length);
}

function withRegions(sentence: string, regions: ComponentFact['regions'], texts: HeadlineTexts): string {
  if (regions === null) return sentence;
  const [first, ...more] = regions.failing;
  return first !== undefined && more.length === 0
    ? texts.inRegion(sentence, first)
    : texts.inRegions(sentence, regions.failing.length, regions.all);
}
