import { unsuitablePassages } from '#domain/incident/unsuitable-words';
import { personNames } from './person-names.ts';
import { type PostmortemContent, REQUIRED_SECTIONS, type Section, TEXT_SECTIONS } from './sections.ts';

/** `hindsight`: "should have", which blames with later knowledge. `single_cause`: "the root cause", where several factors usually contribute. */
export const ADVICE_CODES = [
  'blame',
  'hindsight',
  'single_cause',
  'person_name',
  'host_name',
  'ip_address',
  'email_address',
  'missing_section',
] as const;
export type AdviceCode = (typeof ADVICE_CODES)[number];

/**
 * Advice on a public text. It never blocks publishing. `entry`: the index of a timeline entry, null for other sections. Offsets are in that text, in UTF-16
 * units; of a missing section they are 0.
 */
export type Advice = {
  code: AdviceCode;
  section: Section;
  entry: number | null;
  start: number;
  end: number;
  text: string;
};

type Passage = Pick<Advice, 'code' | 'start' | 'end' | 'text'>;

const HINDSIGHT = /\b(?:should|ought to)(?: not|n['’]t)? have\b/gi;
const SINGLE_CAUSE =
  /\b(?:the|a|an?other) (?:single |sole |only |true |actual |real |underlying )?root cause\b|\b(?:single|sole|only) cause\b/gi;

/** Returns advice on the public texts of a post-mortem. `names`: of components and the company, which are not names of people. */
export function adviceOn({ sections, timeline }: PostmortemContent, names: readonly string[]): Advice[] {
  const ofTexts = TEXT_SECTIONS.flatMap((section) =>
    passagesIn(sections[section].public, names).map((passage) => ({ ...passage, section, entry: null })),
  );
  const ofEntries = timeline.flatMap(({ text }, entry) =>
    passagesIn(text, names).map((passage): Advice => ({ ...passage, section: 'timeline', entry })),
  );
  const missing = TEXT_SECTIONS.filter(
    (section) => !REQUIRED_SECTIONS.includes(section) && sections[section].public.trim() === '',
  ).map((section): Advice => ({ code: 'missing_section', section, entry: null, start: 0, end: 0, text: '' }));
  return [...ofTexts, ...ofEntries, ...missing];
}

function passagesIn(text: string, names: readonly string[]): Passage[] {
  const unsuitable = unsuitablePassages(text).map(({ code, start, end, found }) => ({ code, start, end, text: found }));
  const all = [
    ...unsuitable,
    ...matches(text, HINDSIGHT, 'hindsight'),
    ...matches(text, SINGLE_CAUSE, 'single_cause'),
    ...personNames(text, names).map((name) => ({ ...name, code: 'person_name' as const })),
  ];
  return all.sort((a, b) => a.start - b.start);
}

function matches(text: string, pattern: RegExp, code: AdviceCode): Passage[] {
  return [...text.matchAll(pattern)].map(({ index, 0: found }) => ({
    code,
    start: index,
    end: index + found.length,
    text: found,
  }));
}
