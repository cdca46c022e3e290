import type { DurationClaim } from '#domain/postmortem/claims/claim';
import { roleOf } from '#domain/postmortem/facts';
import { type Assessed, type AssessedText, type Findings, isMatch, spanOf } from './assessed.ts';
import { FOR, phrase } from './phrases.ts';
import { uncertaintyMs } from './written-value.ts';

type Span = { start: number; end: number };
/** A stated total that the record doesn't confirm, with the sum of its parts and how far it may be off. */
type Total = { at: number; sum: number; limit: number; other: Span };

/** Compares totals with their parts in the same sentence ("70 minutes and 8 minutes, 80 minutes in total") and with episodes in sentences before. */
export function checkTotals(text: AssessedText): Findings {
  const findings: Findings = { contradictions: [], derived: [] };
  for (const { at, sum, limit, other } of [...totalsOfSentences(text), ...totalsOfEpisodes(text)]) {
    const stated = text.all[at]?.claim as DurationClaim; // totals are durations
    if (Math.abs(sum - stated.value) >= limit) findings.contradictions.push({ at, value: sum, other, isSure: true });
  }
  return findings;
}

/** Returns totals with at least two durations of outages in their sentence. */
function totalsOfSentences({ all }: AssessedText): Total[] {
  const bySentence = new Map<number, number[]>();
  all.forEach(({ claim, meaning }, at) => {
    const isPart =
      claim.kind === 'duration' && claim.approximation === null && !meaning.isOther && isOfOutage(meaning.roles);
    if (isPart) bySentence.set(claim.sentence, [...(bySentence.get(claim.sentence) ?? []), at]);
  });
  return [...bySentence.values()].flatMap((durations) => {
    const isTotal = (at: number) => all[at]?.meaning.roles[0] === 'downtime';
    const at = durations.find(isTotal);
    const parts = durations.filter((one) => !isTotal(one)).map((one) => all[one]?.claim as DurationClaim);
    if (at === undefined || parts.length < 2 || isMatch(all[at] as Assessed)) return [];
    const sum = parts.reduce((ms, { value }) => ms + value, 0);
    const limit = parts.reduce((ms, part) => ms + uncertaintyMs(part), uncertaintyMs(all[at]?.claim as DurationClaim));
    return [{ at, sum, limit, other: spanOf(parts) }];
  });
}

function isOfOutage(roles: Assessed['meaning']['roles']): boolean {
  return roles.length === 0 || roles.includes('downtime');
}

const SUM_WORDS =
  /\b(?:all|total|together|altogether|told|combined|overall|sum|add(?:s|ing)?|mak(?:es|ing)|comes|came|amount(?:s|ed)|brings)\b/;
/** A statement with nothing but a sum: "That adds up to 78 minutes.", "We lost 78 minutes in all." */
const ONLY_SUM = phrase(
  `(?:^|[.,;:(|–—-]) (?:(?:that|this|which|it|we|they|and|so|the|in|all|total|together|altogether|taken|told|combined|overall|sum|is|was|lost|makes|making|adds?|adding|comes|came|amounts|amounted|brings|up|to|a|of)(?: [,:|–—-])? ){0,8}${FOR}{0,3}HERE (?:(?:of downtime|were lost|in|all|total|altogether|together|overall) )*(?:[.,;)|]|$)`,
);
const SENTENCES_MAX = 2;

type Part = { length: number; sentence: number; span: Span };

/** Returns sums of at least two episodes that the record confirms and that the text names in the sentences before them. */
function totalsOfEpisodes(text: AssessedText): Total[] {
  const known = new Map<string, Part>();
  return text.all.flatMap((one, at) => {
    const { claim, whole } = one;
    for (const [key, { sentence }] of known) if (claim.sentence - sentence > SENTENCES_MAX) known.delete(key);
    const part = episodeAt(text, at);
    if (part !== null) known.set(part.key, part);
    const parts = [...known.values()];
    const isSum =
      claim.kind === 'duration' && claim.approximation === null && SUM_WORDS.test(whole) && ONLY_SUM.test(whole);
    if (!isSum || parts.length < 2 || isMatch(one)) return [];
    const sum = parts.reduce((ms, { length }) => ms + length, 0);
    const start = Math.min(...parts.map(({ span }) => span.start));
    return [
      { at, sum, limit: uncertaintyMs(claim), other: { start, end: Math.max(...parts.map(({ span }) => span.end)) } },
    ];
  });
}

/** Returns the episode whose duration or times are at an index, if the record confirms them. */
function episodeAt({ all }: AssessedText, at: number): (Part & { key: string }) | null {
  const { claim, comparison } = all[at] as Assessed; // callers pass the index of a claim
  const end = claim.kind === 'instant' && claim.range?.end === 'from' ? all[claim.range.other] : undefined;
  const { fact, value, verdict } = comparison;
  if (fact === null || value === null || verdict !== 'match') return null;
  const key = fact.key.replace(/\.[a-z]+$/, '');
  if (roleOf(fact.key) === 'episode.duration') return { key, length: value, sentence: claim.sentence, span: claim };
  const last = end !== undefined && isMatch(end) ? end.comparison : null;
  if (last?.fact?.key !== `${key}.end` || last.value === null) return null;
  return { key, length: last.value - value, sentence: claim.sentence, span: spanOf([claim, (end as Assessed).claim]) };
}
