import type { Context } from './context.ts';
import {
  ACKNOWLEDGED,
  CLOSED,
  DETECTED,
  END,
  FOUND_OUT,
  IDENTIFIED,
  LATER_START,
  PUBLISHED,
  START,
} from './instant-meanings.ts';
import { ENTRIES, episodeOfRow, LABELS } from './labels.ts';
import { episodeIn, type Meaning, type MeaningRule, meaningBy, UNCLEAR } from './meaning.ts';
import {
  ACKNOWLEDGES,
  AT,
  AUX,
  BEGAN,
  CAUSE,
  ENDED,
  FOR,
  FOUND,
  INCIDENT,
  INCIDENT_VERB,
  IS_DOWN,
  MESSAGE,
  NOTICED,
  OBSERVER,
  phrase,
  READERS,
  RECOVERED,
  SERVICE,
  SIGNS,
  W,
  WAS_SENT,
  WENT_DOWN,
  WHICH_CAUSE,
  WORK,
} from './phrases.ts';

/** No other time follows, to which the words would belong: "At HERE we restarted it, and the outage ended at INSTANT." */
const NO_TIME_FOLLOWS = `(?! ${AT}{0,4}INSTANT)`;
const OBJECT = `(?:(?:the|an?|this|first|our|us|it|team|to|of|about) ){0,4}(?:${INCIDENT} )?(?:of (?:the )?COMP[\\d_]+ )?`;

/** "Serving was back, for the time being, at 14:30." */
const ASIDE = `(?:, ${W}{1,5}, )?`;
const before = (pattern: string, meaning: Partial<Meaning>): MeaningRule => ({
  pattern: phrase(` ${pattern} ?${ASIDE}${AT}{0,6}HERE `),
  ...meaning,
});
/** "16:00: review of the incident begins" is not about the incident itself. */
const NOT_WORK = `(?!${W}{0,2}(?:review|calls?|meeting|analysis|investigation|reload|restart|deployment|rollback|maintenance) )`;
const after = (pattern: string, meaning: Partial<Meaning>): MeaningRule => ({
  pattern: phrase(` HERE ${SIGNS}${NOT_WORK}${W}{0,5}${pattern}${NO_TIME_FOLLOWS}`),
  ...meaning,
});
/** A statement with its time before or after it: "The outage began at 13:20" and "13:20 – Outage begins". */
const either = (pattern: string, meaning: Partial<Meaning>) => [before(pattern, meaning), after(pattern, meaning)];

const BEFORE: readonly MeaningRule[] = [
  before(`first ${W}{0,3}${MESSAGE}${WAS_SENT}{0,8}`, PUBLISHED),
  after(`first ${W}{0,3}${MESSAGE}(?! of| by| to (?:the|our) provider)`, PUBLISHED),
  ...either(`${READERS} ${W}{0,2}first (?:informed|notified|contacted|updated|heard)`, PUBLISHED),
  ...either(`first (?:informed|notified|contacted|updated|told) ${W}{0,2}${READERS}`, PUBLISHED),
  ...either(`(?:informed|notified) ${W}{0,2}${READERS} for the first time`, PUBLISHED),
  ...either(`${READERS} heard (?:about it )?from us(?: for the first time)?`, PUBLISHED),
  ...either('we first (?:communicated|published|posted|reported)(?: on the status page)?', PUBLISHED),
  ...either(`${ACKNOWLEDGES}(?: the| by| incident| on-call| team| staff| page| alert)*`, ACKNOWLEDGED),
  ...either(`(?<!second |another |possible )${CAUSE} (?:${AUX}|became ){0,4}${FOUND}`, IDENTIFIED),
  ...either(`${FOUND} ${WHICH_CAUSE}{0,4}${CAUSE}(?: of ${W}{1,4})?`, IDENTIFIED),
  { pattern: phrase(` (?:find|identify|determine|locate) ${W}{0,3}${CAUSE} \\( HERE `), ...IDENTIFIED },
  ...either(
    `(?:monitoring|alerts?|alerting|probes) ${W}{0,1}(?:confirmed|confirms) (?:the |an )?${INCIDENT}`,
    DETECTED,
  ),
  before(`traced ${W}{0,3}to ${W}{1,5}`, IDENTIFIED),
  before(`${INCIDENT_VERB}(?:first )?${NOTICED} (?:by (?!${READERS})${W}{1,3})?`, DETECTED),
  before(`${INCIDENT} [^.;]* and (?:was |were )?(?:first )?${NOTICED}`, DETECTED),
  { pattern: phrase(` ${OBSERVER} ${W}{0,2}${NOTICED} ${OBJECT}${AT}{0,6}HERE (?!that )`), ...DETECTED },
  after(`${OBSERVER} ${W}{0,2}${NOTICED}`, DETECTED),
  ...either(
    `(?:alerts?|alarms?|alerting|monitoring) ${W}{0,2}(?:fired|fires|triggered|triggers|raised|went off|goes off|sounded)(?: (?:an|the) (?:alert|alarm))?`,
    DETECTED,
  ),
  ...either(`${OBSERVER} ${W}{0,2}paged`, DETECTED),
  ...either('(?:first )?alerts? (?:came in|arrived)', DETECTED),
  before(`${OBSERVER} ${W}{0,2}identified ${OBJECT}`, FOUND_OUT),
  ...either(`${INCIDENT} ${W}{0,2}(?:returned|recurred|reappeared|resurfaced|came back|${BEGAN} again)`, LATER_START),
  ...either(
    `instances ${W}{0,2}(?:fell out of sync|fell behind|fail|failed|went down|lost ${W}{0,2}data)(?: once)?(?: more)? again`,
    LATER_START,
  ),
  ...either(`(?:end|conclusion) of ${W}{0,3}${INCIDENT}(?: was)?`, END),
  ...either(`(?:start|onset|beginning) of ${W}{0,3}${INCIDENT}(?: was)?`, START),
];

const STARTS: readonly MeaningRule[] = [
  before(`${INCIDENT_VERB}${BEGAN}`, START),
  before(`${SERVICE} ${AUX}{0,3}hit by ${W}{0,3}${INCIDENT}`, START),
  before(`it all ${BEGAN}`, START),
  before(`${SERVICE} ${AUX}{0,3}${WENT_DOWN}(?: a (?:second|third) time)?`, START),
  before(`${IS_DOWN} (?:again )?(?:from|since|starting|starting at)`, START),
  before(`${IS_DOWN} for ${FOR}{0,3}DURATION (?:, )?(?:from|starting at|beginning at)`, START),
  before(`we (?:experienced|suffered|had|saw) ${W}{0,3}${INCIDENT}(?: of| on| with)?(?: COMP[\\d_]+)?`, START),
  after(`${INCIDENT_VERB}${BEGAN}`, START),
  after(`${SERVICE} ${AUX}{0,3}${WENT_DOWN}`, START),
  after(`(?:experienced|suffered|had|saw) ${W}{0,3}${INCIDENT}`, START),
  {
    pattern: phrase(` HERE (?:, )?for another DURATION (?:, )?(?:there were|we had|we saw) ${W}{0,2}${INCIDENT}`),
    ...LATER_START,
  },
  {
    pattern: phrase(` at ${AT}{0,2}HERE (?:(?!INSTANT)[^.;])*, we (?:experienced|suffered|had) ${W}{0,3}${INCIDENT}`),
    ...START,
  },
  {
    pattern: phrase(` (?:from|since|starting at|beginning at) HERE (?:on |onwards )?${SIGNS}${W}{0,3}${IS_DOWN}`),
    ...START,
  },
];

const ENDS: readonly MeaningRule[] = [
  before(`${INCIDENT_VERB}${ENDED}`, CLOSED),
  before(`(?:we|team|engineers) ${AUX}{0,2}(?:resolved|closed|ended) (?:the|this) ${INCIDENT}`, CLOSED),
  after(`(?:we|team|engineers) ${AUX}{0,2}(?:resolved|closed|ended) (?:the|this) ${INCIDENT}`, CLOSED),
  before(
    `(?:(?:full|complete|service|final) (?:recovery|restoration|resolution)|recovery time|time of recovery) ?(?:was |: )?`,
    END,
  ),
  before(`${SERVICE} ${AUX}{0,4}${RECOVERED}`, END),
  before(`we had (?:the )?${SERVICE} (?:running|back|up|online)(?: again)?`, END),
  before('all clear', END),
  { pattern: phrase(` until HERE (?:that|did) ${SERVICE} ${AUX}{0,3}(?:${RECOVERED}|recover|return) `), ...END },
  ...either(`(?:we|team|engineers) ${AUX}{0,2}(?:restored|recovered|brought(?: up| back)?) (?:the )?${SERVICE}`, END),
  before(`we (?:were |are |had )?(?:fully )?(?:back(?: up| online| to normal)?|recovered|operational)(?: again)?`, END),
  ...either(`${READERS} (?:could |were able to )?(?:received?|saw|see|got|get|load) (?:ads|data|answers) again`, END),
  before(`${SERVICE} stopped [^.;]* and (?:started|began|resumed)(?: again)?`, END),
  before(`${INCIDENT} [^.;]* and (?:was |were |had been )?(?:[a-z]+ly )?${ENDED}`, CLOSED),
  before(`(?:${SERVICE}|${INCIDENT}) [^.;]* and (?:was |were |had )?(?:[a-z]+ly )?${RECOVERED}`, END),
  before(`${IS_DOWN} ${W}{0,2}(?:until|till|lasted until|through)`, END),
  after(`${INCIDENT_VERB}${ENDED}`, CLOSED),
  before('(?:recovery|restoration) (?:was |is )?(?:complete|completed|finished)', END),
  after('(?:full|complete) (?:recovery|restoration)', END),
  after(`${SERVICE} ${AUX}{0,4}${RECOVERED}`, END),
  { pattern: phrase(` until HERE ${SIGNS}${W}{0,3}${IS_DOWN}`), ...END },
];

/** What says that only a part had recovered: no end of an episode. */
const PARTIAL =
  /\b(?:most|some|half|part|partly|partially|several|few|gradually|slowly|one by one|SHARE|COUNT|first (?:instances|servers|nodes))\b/;
/** What says less clearly what a time is, so that it is only corrected if it is whole hours from a fact. */
const HINTS: readonly MeaningRule[] = [
  { pattern: phrase(`(?:${BEGAN}|${WENT_DOWN}|experienced|suffered) ${W}{0,6}HERE `), roles: ['episode.start'] },
  { pattern: phrase(`(?:${ENDED}|${RECOVERED}) ${W}{0,6}HERE `), roles: ['episode.end'] },
  { pattern: phrase(`(?:${NOTICED}) ${W}{0,6}HERE `), roles: ['detected', 'confirmed'] },
  { pattern: phrase(` HERE ${SIGNS}${W}{0,6}(?:${BEGAN}|${WENT_DOWN})`), roles: ['episode.start'] },
  { pattern: phrase(` HERE ${SIGNS}${W}{0,6}(?:${ENDED}|${RECOVERED})`), roles: ['episode.end'] },
];
const SUBJECT = phrase(`\\b(?:${INCIDENT}|${SERVICE}|it|we)\\b`);
/** "13:20 UTC (15:20 CEST)": the same time in another zone, so that both have the meaning of one. */
function withoutTwin(whole: string, isTwin: boolean): string {
  return isTwin ? whole.replace(/ INSTANT \( HERE \) | HERE \( INSTANT \) /, ' HERE ') : whole;
}

/** "When Serving failed at 13:20, monitoring noticed it": the time belongs to the clause before it. */
const OWN_CLAUSE = phrase(
  ` (?:when|as|once|after|before|while) (?!of |at |about |around )(?:[a-z'-]+ |COMP[\\d_]+ ){2,12}HERE , `,
);

function ownClause(whole: string): string {
  return OWN_CLAUSE.test(whole) ? whole.replace(/ HERE , .*$/, ' HERE . ') : whole;
}

/** Returns what a sentence says about a time. */
export function meaningOfInstant(context: Context): Meaning {
  const { wideBefore, directAfter, isTwin } = context;
  const whole = ownClause(withoutTwin(context.whole, isTwin));
  const found =
    meaningBy([...LABELS, ...BEFORE, ...STARTS, ...ENTRIES], whole) ?? endIn(whole) ?? hintIn(context) ?? UNCLEAR;
  const episode = episodeIn(wideBefore, directAfter) ?? found.episode ?? episodeOfRow(whole);
  const isResolved = found.roles.includes('resolved') && RESOLVED.test(whole);
  return { ...found, ...(isResolved ? { roles: ['resolved', 'episode.end'] as const } : {}), episode };
}

/** An incident that is resolved and not only over: its state is meant first, and the end of the outage second. */
const RESOLVED = / (?:resolve[sd]?|resolution|closed) /;

function hintIn({ whole, nearBefore, nearAfter }: Context): Meaning | null {
  const clause = `${nearBefore} ${nearAfter}`;
  return SUBJECT.test(clause) && !WORK.test(clause) ? meaningBy(HINTS, whole) : null;
}

function endIn(whole: string): Meaning | null {
  const end = meaningBy(ENDS, whole);
  return end !== null && PARTIAL.test(whole) ? { ...end, isPlain: false } : end;
}

/** A second range with the same predicate: "between 13:20 and 14:30, and again between 15:06 and 15:14, partners saw errors". */
const ALSO_AT = '(?:and (?:again )?(?:between|from) INSTANT (?:and|to|until) INSTANT (?:, )?)?';
const DURING: readonly MeaningRule[] = [
  { pattern: phrase(`${IS_DOWN} [^.;]* (?:and|then) again (?:partly )?(?:from |between )?HERE `), ...LATER_START },
  before(`${IS_DOWN} ${W}{0,2}[:(] INSTANT [–—-] INSTANT (?:and|,|;|&)`, START),
  before(`(?:first|second|third|other) (?:ran|lasted|was|went on|occurred|followed)`, START),
  before(`${IS_DOWN} (?:\\d )?${W}{0,2}(?:lasted |lasting |occurred |[:(|–—-] )?`, START),
  {
    pattern: phrase(` HERE ${SIGNS}${ALSO_AT}(?:(?:COUNT|SHARE) (?:of )?)?${W}{0,8}${IS_DOWN}${NO_TIME_FOLLOWS}`),
    ...START,
  },
  after(`(?:experienced|suffered|had|saw) ${W}{0,3}${INCIDENT}`, START),
];

/** Returns whether a range is plainly that of an episode, and of which: "Serving was unavailable between 13:20 and 14:30." */
export function meaningOfRange({ whole, wideBefore, directAfter }: Context): Meaning {
  const found = meaningBy(DURING, whole) ?? UNCLEAR;
  return { ...found, episode: episodeIn(wideBefore, directAfter) ?? found.episode ?? episodeOfRow(whole) };
}
