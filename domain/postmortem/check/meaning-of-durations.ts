import type { Context } from './context.ts';
import { AT_START, COLON, episodeOfRow, OWN, rowOf } from './labels.ts';
import { episodeIn, type Meaning, type MeaningRule, meaningBy, OTHER, UNCLEAR } from './meaning.ts';
import { periodIn } from './periods.ts';
import {
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
  W,
  WAS_SENT,
} from './phrases.ts';

const OUTAGE: Partial<Meaning> = { roles: ['episode.duration', 'downtime'], alsoFits: ['budget.used'], isPlain: true };
const TOTAL: Partial<Meaning> = { roles: ['downtime'], alsoFits: ['budget.used'], isPlain: true };
const DETECTED: Partial<Meaning> = { roles: ['detected.after'], isPlain: true };
const PUBLISHED: Partial<Meaning> = { roles: ['published.after'], derived: 'published', isPlain: true };
const ALLOWED: Partial<Meaning> = { roles: ['budget.allowed'], isPlain: true };
const OVER: Partial<Meaning> = { roles: ['budget.over'], isPlain: true };
const LEFT: Partial<Meaning> = { roles: ['budget.left'], isPlain: true };
const USED: Partial<Meaning> = { roles: ['budget.used'], alsoFits: ['downtime'], isPlain: true };

const rule = (pattern: string, meaning: Partial<Meaning>): MeaningRule => ({ pattern: phrase(pattern), ...meaning });
/** "Time to detect (TTD): 1 min" */
const ABBREVIATION = '(?:\\( [a-z]+ \\) )?';
const BUDGET = '(?:error budget|budget|allowance|sla|slo|agreement)';
const OBJECT = `(?:(?:the|an?|this|it|first|our) ){0,2}(?:${INCIDENT} )?`;

/** Durations of settings and plans: "a 10-second timeout", "every 5 minutes". */
const SETTINGS = rule(
  ` (?:every|per|each) HERE | (?:ttl|timeout|interval|delay|window|grace period|limit|goal|target) (?:of|is|was|to) ${FOR}{0,2}HERE | HERE (?:[a-z]+ )?(?:intervals?|timeouts?|ttl|cadence|average|periods?|cooldown|windows?|delays?|cache|lag|behind|old|in advance)\\b`,
  OTHER,
);

const BUDGETS: readonly MeaningRule[] = [
  rule(` HERE (?:of downtime )?(?:that |which )?(?:the |our )?${BUDGET} (?:allows?|permits?|grants?)\\b`, ALLOWED),
  rule(` (?:exceed(?:ed|s|ing)?|overran|overspent|missed|over|above|broke) ${W}{0,6}by ${AT}{0,3}HERE `, OVER),
  rule(
    ` HERE (?:(?:over|above|beyond) (?:the|our|this|its|what|budget|[.,;)])|in excess|too long|more than (?:the|our|what|allowed))`,
    OVER,
  ),
  rule(` HERE (?:of )?${W}{0,5}(?:left|remaining|remains?|unused)\\b`, LEFT),
  rule(` (?:leaves|left|leaving|remaining|remain(?:s|ed)?) ${W}{0,4}(?:: )?HERE `, LEFT),
  rule(
    ` (?:${INCIDENT}|COMP[\\d_]+|we|this|it) ${W}{0,2}(?:used|uses|consumed|spent|burned|burnt) ${W}{0,2}HERE (?:of )?${W}{0,5}${BUDGET}\\b`,
    USED,
  ),
  rule(` (?:used|consumed|spent|took) ${W}{0,2}HERE (?:of )?${W}{0,5}${BUDGET}\\b`, { ...USED, isPlain: false }),
  rule(` (?:allows?|allowed|allowing|permits?|permitted|tolerates?|grants?) ${W}{0,6}HERE `, ALLOWED),
  rule(` (?:${BUDGET}|allowed downtime) ${W}{0,4}(?:of|is|was|[:(=|–—-]) ${AT}{0,2}HERE `, ALLOWED),
  rule(` HERE (?:of )?${W}{0,4}(?:allowed|permitted|allowance|error budget|budget|tolerated)\\b`, ALLOWED),
];

const RESPONSES: readonly MeaningRule[] = [
  rule(` first ${W}{0,3}${MESSAGE}${WAS_SENT}{0,8} ${AT}{0,3}HERE `, PUBLISHED),
  rule(` HERE (?:later|after) ${W}{0,8}first ${W}{0,3}${MESSAGE} `, PUBLISHED),
  rule(` (?:until|before|to) ${W}{0,3}first ${W}{0,3}${MESSAGE} ${W}{0,4}${ABBREVIATION}${COLON}{0,2}HERE `, PUBLISHED),
  rule(` HERE ${W}{0,3}(?:until|to|before) (?:the |our |we |post |publish ){0,3}first ${W}{0,3}${MESSAGE} `, PUBLISHED),
  rule(
    ` (?:${NOTICED}|fired|triggered|paged) ${OBJECT}(?:by (?!${READERS})${W}{1,3})?${AT}{0,4}HERE (?!(?:outage|of downtime))`,
    DETECTED,
  ),
  rule(
    ` HERE (?:after ${W}{1,7}${BEGAN} |after ${W}{0,2}(?:start|onset|beginning) )?(?:, |later )*(?:our |the )?${OBSERVER} ${W}{0,2}(?:${NOTICED}|fired|paged)\\b`,
    DETECTED,
  ),
  rule(` HERE (?:later )?(?:to|until|before|for) ${W}{0,4}(?:detect|notice|discover|spot|${NOTICED})\\b`, DETECTED),
  rule(
    ` (?:time to detect|time to detection|detection time|detection) ${W}{0,3}${ABBREVIATION}${COLON}{0,2}${AT}{0,2}HERE `,
    DETECTED,
  ),
];

/** Times to other events are compared with the difference of two facts. */
const SINCE_START: readonly MeaningRule[] = [
  rule(` (?:${CAUSE} ${W}{0,4}${FOUND}|${FOUND} ${W}{0,4}${CAUSE}) ${W}{0,2}${AT}{0,3}HERE `, {
    derived: 'identified',
    isPlain: true,
  }),
  rule(
    ` HERE (?:later )?(?:to|until|for) ${W}{0,5}(?:identify|find|determine|locate|know|establish|diagnose) ${W}{0,4}${CAUSE}`,
    {
      derived: 'identified',
      isPlain: true,
    },
  ),
  rule(
    ` time to (?:identify|identification|find|diagnose|diagnosis|diagnostics)(?: (?:of )?(?:the )?(?:root )?${CAUSE})? ${ABBREVIATION}${COLON}{0,2}${AT}{0,2}HERE `,
    { derived: 'identified', isPlain: true },
  ),
  rule(` (?:acknowledged|time to acknowledge(?:ment)?) ${W}{0,3}${ABBREVIATION}${COLON}{0,2}HERE `, {
    derived: 'acknowledged',
    isPlain: true,
  }),
];

const OUTAGES: readonly MeaningRule[] = [
  rule(` INSTANT (?:\\( )?lasting ${FOR}{0,3}HERE `, OUTAGE),
  rule(
    ` (?:${INCIDENT_VERB}|${SERVICE} ${AUX}{0,4})(?:${ENDED}|${RECOVERED}) ?(?:again )?(?:in|within|after) ${FOR}{0,3}HERE (?!of |after )`,
    {
      ...OUTAGE,
      derived: 'span',
    },
  ),
  rule(
    ` COUNT (?:outages|episodes|interruptions|disruptions) ${W}{0,3}(?:lasted|took|totall?ed|came to|added up to) ${FOR}{0,4}HERE `,
    TOTAL,
  ),
  rule(` ${INCIDENT} [^.;]* (?:and|which|that) lasted ${FOR}{0,4}HERE `, OUTAGE),
  rule(` (?:incident|event|disturbance) ${W}{0,3}(?:lasted|took|spanned) ${FOR}{0,4}HERE `, {
    ...OUTAGE,
    derived: 'span',
  }),
  rule(
    ` time to (?:recovery|recover|restore|resolution|resolve|repair) ${W}{0,2}${ABBREVIATION}${COLON}{0,2}${AT}{0,2}HERE `,
    {
      ...OUTAGE,
      derived: 'span',
    },
  ),
  rule(
    ` ${IS_DOWN} (?:${W}{0,4}(?:of|for|lasted|lasting|totall?ed|totall?ing|amounted to|was|is|took|:|\\() |, )?${FOR}{0,5}HERE (?!(?:after|later|before|into)\\b)`,
    OUTAGE,
  ),
  rule(
    `${AT_START}${OWN}{0,3}(?:duration|length|downtime|time down)(?: of(?: the| this)? ${OWN}{0,2}(?:\\d )?)? ?${COLON}+${FOR}{0,4}HERE `,
    OUTAGE,
  ),
  rule(` (?:duration|downtime) (?:${W}{0,4}(?:was|of|is|\\() )?${FOR}{0,4}HERE `, OUTAGE),
  rule(`^ ${rowOf('INSTANT \\| INSTANT \\| HERE ')}`, OUTAGE),
  rule(
    ` HERE (?:long )?(?:of )?(?:the )?(?:(?:major|partial|total|complete|full|serious|service|further|serving|COMP[\\d_]+) ){0,2}(?:outage|downtime|interruption|disruption|unavailability|incident)\\b`,
    OUTAGE,
  ),
  rule(` for ${FOR}{0,4}HERE (?:, )?${W}{0,3}${IS_DOWN}`, OUTAGE),
  rule(
    ` ${SERVICE} ${W}{0,3}(?:failed|went down|dropped out|stopped ${W}{0,3}) ?(?:again )?for ${FOR}{0,4}HERE `,
    OUTAGE,
  ),
];

/** "Another 13 minutes" and "one minute later" count from what was said before, not from the start. */
const RELATIVE = / (?:another|further|more|extra) HERE | HERE (?:later|more|after (?:that|this))\b/;
/** A part of the downtime: "had been down for 14 minutes when", "in the first 20 minutes of the outage". */
const ELAPSED = new RegExp(
  [
    ' had (?:already )?(?:been|lasted) (?:[a-z]+ ){0,3}HERE ',
    ' HERE (?:, )?(?:when|before|by the time|already|was spent|were spent|was lost|were lost)\\b',
    ' (?:first|next|remaining) HERE | (?:after|lost|another|further) HERE of | SHARE of the ',
  ].join('|'),
);
const TOTALS =
  /\b(?:in total|total|totals|totall?ed|totalling|altogether|combined|overall|cumulative|cumulatively|in all|sum|added up|adds up|together)\b/;

function responseIn(whole: string): Meaning | null {
  const response = meaningBy([...RESPONSES, ...SINCE_START], whole);
  return response !== null && RELATIVE.test(whole) ? { ...response, isPlain: false } : response;
}

function outageIn(whole: string): Meaning | null {
  const outage = meaningBy(OUTAGES, whole);
  return outage !== null && ELAPSED.test(whole) ? { ...outage, isPlain: false } : outage;
}

/** Returns what a sentence says about a duration. `recordAt`: the start of the incident, for "this month". */
export function meaningOfDuration(context: Context, recordAt: number): Meaning {
  const { whole, nearBefore, nearAfter, wideBefore } = context;
  const found = meaningBy([SETTINGS, ...BUDGETS], whole) ?? responseIn(whole) ?? outageIn(whole);
  const isTotal = found?.derived == null && (TOTALS.test(nearBefore) || TOTALS.test(nearAfter));
  const isOutage = found?.roles.includes('downtime') ?? false;
  if (isTotal && isOutage) return { ...UNCLEAR, ...TOTAL };
  if (isTotal && found === null) return { ...UNCLEAR, roles: ['downtime'] };
  const isOfBudget = found?.roles.some((role) => role.startsWith('budget.')) ?? false;
  const period = isOfBudget ? periodIn(context, recordAt) : null;
  return { ...(found ?? UNCLEAR), period, episode: episodeIn(wideBefore, nearAfter) ?? episodeOfRow(whole) };
}
