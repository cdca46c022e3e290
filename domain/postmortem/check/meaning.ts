import { type Fact, type FactRole, roleOf } from '#domain/postmortem/facts';

/**
 * What a sentence says a claim is. `roles`: the facts that it can be. `alsoFits`: facts that agree with it too, but that it is never corrected to. `isPlain`: a
 * claim that agrees with none of them differs. `derived`: what is calculated from facts fits too. `isOther`: it is plainly about something that the record doesn't have.
 */
export type Meaning = {
  roles: readonly FactRole[];
  alsoFits: readonly FactRole[];
  isPlain: boolean;
  isOther: boolean;
  derived: Derivation | null;
  episode: Episode;
  period: string | null;
};
/**
 * What is calculated from facts. Durations: the time to an event, from the end of an episode to the next (`gap`) or to what follows (`rest`), of the whole incident
 * (`span`). Shares: over the budget (`excess`). Shares and counts: of the instances that were not affected (`healthy`).
 */
export type Derivation =
  | 'confirmed'
  | 'identified'
  | 'acknowledged'
  | 'published'
  | 'recovered'
  | 'gap'
  | 'rest'
  | 'span'
  | 'excess'
  | 'healthy';
/** The episode that a sentence names: its number, the last, any after the first, or none. */
export type Episode = number | 'last' | 'later' | null;

export const UNCLEAR: Meaning = {
  roles: [],
  alsoFits: [],
  isPlain: false,
  isOther: false,
  derived: null,
  episode: null,
  period: null,
};
export const OTHER: Meaning = { ...UNCLEAR, isOther: true };

/** A pattern with its meaning. The first one that matches decides. */
export type MeaningRule = Partial<Meaning> & { pattern: RegExp };

/** Returns the meaning of the first rule that matches. */
export function meaningBy(rules: readonly MeaningRule[], text: string): Meaning | null {
  const rule = rules.find(({ pattern }) => pattern.test(text));
  if (rule === undefined) return null;
  const { pattern: _, ...meaning } = rule;
  return { ...UNCLEAR, ...meaning };
}

const ORDINALS: readonly (readonly [RegExp, Episode])[] = [
  [/\b(?:first|initial|original|1 st)$/, 1],
  [/\b(?:second|2 nd)$/, 2],
  [/\b(?:third|3 rd)$/, 3],
  [/\b(?:last|final)$/, 'last'],
];
const ORDINAL =
  /\b(?:first|initial|original|second|third|last|final|1 st|2 nd|3 rd)(?= (?:(?:was|is) an? )?(?:[a-z]+ )?(?:outage|episode|incident|interruption|disruption|failure|occurrence|time|phase|part|wave|period|one|\()|(?<=the [a-z]+) (?:ran|lasted|took|followed|was|from)\b)/g;
/** "Episode 2", "Outage 1" */
const NUMBERED = /\b(?:episode|outage|interruption|disruption|phase) (\d)(?= )/g;
const AGAIN = /\b(?:again|another|recurred|reappeared|resurfaced|relapse|second time|once more)\b/;
/** "Back again" and "again in sync" end an episode, which may be the first. "Lost its data again" begins another. */
const RETURN =
  'normal|normally|operational|available|working|worked|works|back|up|online|in sync|healthy|stable|reachable|responding|running|accessible|served|delivered|answered|shown|flowing|restored|recovered|resumed';
const RECOVERED_AGAIN = new RegExp(
  [
    `\\b(?:${RETURN}) again\\b`,
    `\\bagain (?:fully )?(?:${RETURN})\\b`,
    '\\b(?:serve|served|serving|show|showed|see|saw|receive|received|get|got|load|loaded|answer|answered|deliver|delivered) (?:ads|requests|data) again\\b',
    '\\b(?:current|fresh|new|complete|all|all their|up-to-date) data again\\b',
  ].join('|'),
  'g',
);

/** Returns which episode the words around a claim name. `before`: from the last claim of the same kind. */
export function episodeIn(before: string, after: string): Episode {
  const named = [...before.matchAll(ORDINAL)].at(-1)?.[0] ?? after.match(ORDINAL)?.[0];
  const ordinal = ORDINALS.find(([pattern]) => named !== undefined && pattern.test(named));
  if (ordinal !== undefined) return ordinal[1];
  const number = [...before.matchAll(NUMBERED)].at(-1)?.[1];
  if (number !== undefined) return Number(number);
  const isAgain = (text: string) => AGAIN.test(text.replace(RECOVERED_AGAIN, ''));
  return isAgain(before) || isAgain(/^ (?:[a-z]+ ){0,2}again\b/.exec(after)?.[0] ?? '') ? 'later' : null;
}

/** Returns the number of the episode of a fact, or null. */
export function episodeOf({ key }: Fact): number | null {
  const number = /(?:^|\/)episode\.(\d+)\./.exec(key)?.[1];
  return number === undefined ? null : Number(number);
}

/** The incident is resolved after its last episode. */
function isFirst(episode: Episode): boolean {
  return episode === 1;
}

/** Returns whether a fact can belong to the episode that a sentence names: totals don't, but times such as that of the first update do. */
export function isOfEpisode(fact: Fact, episode: Episode, episodes: number): boolean {
  const number = episodeOf(fact);
  if (episode === null) return true;
  if (number === null) return fact.kind === 'instant' && (roleOf(fact.key) !== 'resolved' || !isFirst(episode));
  if (episode === 'later') return number > 1 || episodes < 2;
  return number === (episode === 'last' ? episodes : episode);
}
