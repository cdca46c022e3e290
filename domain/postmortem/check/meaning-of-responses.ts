import { COLON } from './labels.ts';
import { type Meaning, type MeaningRule, meaningBy } from './meaning.ts';
import {
  ACKNOWLEDGES,
  AT,
  AUX,
  BEGAN,
  CAUSE,
  ENDED,
  FOUND,
  INCIDENT,
  INCIDENT_VERB,
  MESSAGE,
  NOTICED,
  OBSERVER,
  phrase,
  READERS,
  RECOVERED,
  SERVICE,
  W,
  WAS_SENT,
  WENT_DOWN,
} from './phrases.ts';

const DETECTED: Partial<Meaning> = { roles: ['detected.after'], derived: 'confirmed', isPlain: true };
const PUBLISHED: Partial<Meaning> = { roles: ['published.after'], derived: 'published', isPlain: true };
const IDENTIFIED: Partial<Meaning> = { derived: 'identified', isPlain: true };
const ACKNOWLEDGED: Partial<Meaning> = { derived: 'acknowledged', isPlain: true };
const RECOVERY: Partial<Meaning> = { derived: 'recovered' };
const GAP: Partial<Meaning> = { derived: 'gap', isPlain: true };

const rule = (pattern: string, meaning: Partial<Meaning>): MeaningRule => ({ pattern: phrase(pattern), ...meaning });
const OBJECT = `(?:(?:the|an?|this|it|first|our|of|about) ){0,3}(?:${INCIDENT} )?`;
/** "Time to detect (TTD): 1 min" */
const LABEL_END = `${W}{0,3}(?:\\( [a-z]+ \\) )?${COLON}{0,2}${AT}{0,2}`;

/** "Four minutes after the outage began", "of its start", "into the outage": "HERE SINCE" in what the rules read. */
const SINCE_START = phrase(
  ` HERE (?:(?:after|from|since) (?:${W}{0,2}(?:${INCIDENT_VERB}|it (?:had )?)${BEGAN}|${SERVICE} ${AUX}{0,2}(?:${WENT_DOWN}|was down))|(?:after|from|of) (?:(?:the|its|this) )?(?:start|onset|beginning)(?: of (?:the |this )?${INCIDENT})?|into (?:the |this )?${INCIDENT}) `,
);
const FIRST_MESSAGE = `first (?!of )${W}{0,3}${MESSAGE}`;
const CAUSE_FOUND = `(?:${CAUSE} ${W}{0,4}${FOUND}|${FOUND} ${W}{0,4}${CAUSE})`;
const NOTICES = `${OBSERVER} ${W}{0,2}(?:${NOTICED}|confirmed|fired|paged|arrived|came in)`;

/** An event with its time from the start, in each order: "Ten seconds after the outage began, monitoring confirmed it." */
const sinceStart = (event: string, meaning: Partial<Meaning>): MeaningRule[] => [
  rule(` HERE SINCE (?:, )?${W}{0,5}${event}\\b`, meaning),
  rule(` ${event} (?:, )?${W}{0,6}HERE SINCE `, meaning),
];
/** "Four minutes until we acknowledged it", "14 minutes to the cause" */
const until = (event: string, meaning: Partial<Meaning>): MeaningRule =>
  rule(` HERE (?:later |more |from (?:there|then) (?:on )?)?(?:to|until|for) ${W}{0,5}${event}\\b`, meaning);

const RULES: readonly MeaningRule[] = [
  ...sinceStart(FIRST_MESSAGE, PUBLISHED),
  ...sinceStart(NOTICES, DETECTED),
  ...sinceStart(CAUSE_FOUND, IDENTIFIED),
  ...sinceStart(ACKNOWLEDGES, ACKNOWLEDGED),
  rule(` COUNT updates .* first (?:of (?:them|these|which) )?(?:was |came |went out |only )?HERE SINCE `, PUBLISHED),
  rule(` first ${W}{0,3}${MESSAGE}${WAS_SENT}{0,5} ${AT}{0,2}INSTANT (?:, )?HERE SINCE `, PUBLISHED),
  rule(` waited ${AT}{0,3}HERE (?:for|until) ${W}{0,2}${FIRST_MESSAGE} `, PUBLISHED),
  until(`(?:(?:inform|tell|notify) ${W}{0,2}${READERS}|publish (?:it|the ${INCIDENT}|an update))`, PUBLISHED),
  rule(
    ` (?:informed|told|notified) ${W}{0,2}${READERS} (?:(?:about|of) (?:the |this )?${INCIDENT} )?(?:within|after) ${AT}{0,2}HERE `,
    PUBLISHED,
  ),
  rule(` first ${W}{0,3}${MESSAGE}${WAS_SENT}{0,8} ${AT}{0,3}HERE `, PUBLISHED),
  rule(` HERE (?:later|after) ${W}{0,8}${FIRST_MESSAGE} `, PUBLISHED),
  rule(` (?:until|before|to) ${W}{0,3}first ${W}{0,3}${MESSAGE} ${LABEL_END}HERE `, PUBLISHED),
  rule(` HERE ${W}{0,3}(?:until|to|before) (?:the |our |we |post |publish ){0,3}${FIRST_MESSAGE} `, PUBLISHED),
  rule(
    ` (?:${NOTICED}|fired|triggered|paged|raised (?:the|an) (?:alarm|alert)) ${OBJECT}(?:by (?!${READERS})${W}{1,3})?${AT}{0,4}HERE (?!(?:outage|of downtime))`,
    DETECTED,
  ),
  rule(
    ` HERE (?:after ${W}{1,7}${BEGAN} |after ${W}{0,2}(?:start|onset|beginning) )?(?:, |later )*(?:our |the )?${OBSERVER} ${W}{0,2}(?:${NOTICED}|fired|paged)\\b`,
    DETECTED,
  ),
  rule(` HERE (?:later )?(?:to|until|before|for) ${W}{0,4}(?:detect|notice|discover|spot|${NOTICED})\\b`, DETECTED),
  rule(` took ${W}{0,2}${OBSERVER} HERE to (?:confirm|detect|notice|spot)\\b`, DETECTED),
  rule(` (?:time to detect|time to detection|detection time|detection) ${LABEL_END}HERE `, DETECTED),
  rule(` ${CAUSE_FOUND} ${W}{0,2}${AT}{0,3}HERE `, IDENTIFIED),
  rule(
    ` (?:(?:finding|identifying|locating|determining|diagnosing) ${W}{0,3}${CAUSE}|diagnosis) (?:took|needed) ${W}{0,2}${AT}{0,2}HERE `,
    IDENTIFIED,
  ),
  until(`(?:(?:identify|find|determine|locate|know|establish|diagnose) ${W}{0,4}${CAUSE}|${CAUSE_FOUND})`, IDENTIFIED),
  rule(` HERE to (?:the |our )?(?:root )?${CAUSE} `, IDENTIFIED),
  rule(
    ` time to (?:identify|identification|find|diagnose|diagnosis)(?: (?:of )?(?:the )?(?:root )?${CAUSE})? ${LABEL_END}HERE `,
    IDENTIFIED,
  ),
  rule(` (?:acknowledged|time to acknowledge(?:ment)?) ${LABEL_END}HERE `, ACKNOWLEDGED),
  until(ACKNOWLEDGES, ACKNOWLEDGED),
  rule(` HERE later (?:, )?${W}{0,3}${CAUSE_FOUND}`, IDENTIFIED),
  rule(` HERE later (?:, )?${W}{0,4}${ACKNOWLEDGES}`, ACKNOWLEDGED),
  until(`(?:${SERVICE} ${AUX}{0,3}${RECOVERED}|${INCIDENT_VERB}${ENDED})`, RECOVERY),
];

const SECOND_START = `(?:(?:second|next|another) ${W}{0,3}${BEGAN}|second (?:followed|came|hit)|${INCIDENT} ${W}{0,2}(?:returned|recurred|came back)|${SERVICE} ${W}{0,2}(?:failed|went down) again)`;
const FIRST_END = `${W}{0,5}(?:${ENDED}|${RECOVERED}|recovery|restoration|end)`;
/** The time between two episodes. A time after the end of one is no outage. */
const GAPS: readonly MeaningRule[] = [
  rule(` HERE after ${FIRST_END} (?:${W}{0,5})(?:, )?(?:before )?${W}{0,2}${SECOND_START}`, GAP),
  rule(` between (?:the |both )?(?:two |COUNT )?(?:outages|episodes|interruptions) (?:, )?${W}{0,3}HERE `, GAP),
  rule(` HERE (?:between|separated|separate) (?:the |both )?(?:two |COUNT )?(?:outages|episodes|interruptions) `, GAP),
  rule(` HERE after ${FIRST_END} `, { derived: 'rest' }),
];

/** "Another 13 minutes" and "one minute later" count from what was said before, not from the start. */
const RELATIVE =
  / (?:another|further|more|extra) HERE | HERE (?:later|more|after (?:that|this))\b| HERE (?:after|of|into) (?:[a-z]+ ){0,3}(?:second|third|last|again)\b/;

/** "It takes 5 minutes to notify partners", what others did, and when messages arrived. */
const GENERAL = / (?:takes?|provider|supplier|vendor) | (?:got|received) (?:[a-z]+ ){0,3}first /;

/** Returns what a sentence says about the time until monitoring, staff or readers knew of an incident, or until it ended. */
export function responseIn(whole: string): Meaning | null {
  const gap = meaningBy(GAPS, whole);
  if (gap !== null) return gap;
  const response = meaningBy(RULES, whole.replace(SINCE_START, ' HERE SINCE '));
  return response !== null && (RELATIVE.test(whole) || GENERAL.test(whole))
    ? { ...response, isPlain: false }
    : response;
}
