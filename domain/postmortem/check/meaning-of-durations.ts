import type { Context } from './context.ts';
import { AT_START, COLON, episodeOfRow, OWN, rowOf } from './labels.ts';
import { episodeIn, type Meaning, type MeaningRule, meaningBy, OTHER, UNCLEAR } from './meaning.ts';
import { responseIn } from './meaning-of-responses.ts';
import { periodIn } from './periods.ts';
import {
  AT,
  AUX,
  ENDED,
  FOR,
  INCIDENT,
  INCIDENT_VERB,
  IS_DOWN,
  MONTH,
  phrase,
  RECOVERED,
  SERVICE,
  W,
  WORK,
} from './phrases.ts';

const OUTAGE: Partial<Meaning> = { roles: ['episode.duration', 'downtime'], alsoFits: ['budget.used'], isPlain: true };
const TOTAL: Partial<Meaning> = { roles: ['downtime'], alsoFits: ['budget.used'], isPlain: true };
const ALLOWED: Partial<Meaning> = { roles: ['budget.allowed'], isPlain: true };
const OVER: Partial<Meaning> = { roles: ['budget.over'], isPlain: true };
const LEFT: Partial<Meaning> = { roles: ['budget.left'], isPlain: true };
const USED: Partial<Meaning> = { roles: ['budget.used'], alsoFits: ['downtime'], isPlain: true };

const rule = (pattern: string, meaning: Partial<Meaning>): MeaningRule => ({ pattern: phrase(pattern), ...meaning });
const ABBREVIATION = '(?:\\( [a-z]+ \\) )?';
const BUDGET = '(?:error budget|budget|allowance|sla|slo|agreement)';

/** Durations of settings and plans: "a 10-second timeout", "every 5 minutes". */
const SETTINGS = rule(
  ` (?:every|per|each) HERE | (?:ttl|timeout|interval|delay|window|grace period|limit|goal|target) (?:of|is|was|to) ${FOR}{0,2}HERE | HERE (?:[a-z]+ )?(?:intervals?|timeouts?|ttl|cadence|average|periods?|cooldown|windows?|delays?|cache|lag|behind|old|in advance)\\b`,
  OTHER,
);

const BUDGETS: readonly MeaningRule[] = [
  rule(` HERE (?:of downtime )?(?:that |which )?(?:the |our )?${BUDGET} (?:allows?|permits?|grants?)\\b`, ALLOWED),
  rule(` (?:exceed(?:ed|s|ing)?|overran|overspent|missed|over|above|broke) ${W}{0,6}by ${AT}{0,3}HERE `, OVER),
  rule(
    ` HERE (?:(?:over|above|beyond) (?:the|our|this|its|what|budget|[.,;)])|in excess|too long|more than (?:the|our|what|allowed|we allow))`,
    OVER,
  ),
  rule(` HERE (?:of )?${W}{0,5}(?:left|remaining|remains?|unused)\\b`, LEFT),
  rule(` (?:budget|allowance) .* (?:leaves|left|leaving|remaining|remain(?:s|ed)?) ${W}{0,4}(?:: )?HERE `, LEFT),
  rule(` (?:leaves|left|leaving|remaining|remain(?:s|ed)?) ${W}{0,4}(?:: )?HERE `, {
    ...LEFT,
    alsoFits: ['budget.allowed'],
    isPlain: false,
  }),
  rule(
    ` (?:${INCIDENT}|COMP[\\d_]+|we|this|it) ${W}{0,2}(?:used|uses|consumed|spent|burned|burnt) ${W}{0,2}HERE (?:of )?${W}{0,5}${BUDGET}\\b`,
    USED,
  ),
  rule(` (?:used|consumed|spent|took) ${W}{0,2}HERE (?:of )?${W}{0,5}${BUDGET}\\b`, { ...USED, isPlain: false }),
  rule(` (?:allows?|allowed|allowing|permits?|permitted|tolerates?|grants?) ${W}{0,6}HERE `, ALLOWED),
  rule(` (?:${BUDGET}|allowed downtime) ${W}{0,4}(?:of|is|was|[:(=|–—-]) ${AT}{0,2}HERE `, ALLOWED),
  rule(` budget for (?:(?:the|this) )?(?:month|year|${MONTH}) HERE `, ALLOWED),
  rule(` HERE (?:of )?${W}{0,4}(?:allowed|permitted|allowance|error budget|budget|tolerated)\\b`, ALLOWED),
];

/** "Add up to", "came to", "amounting to" */
const SUMS =
  '(?:(?:add|adds|added|adding|sum|sums|summed|summing)(?: it)?(?: up)? to|comes? to|came to|amount(?:s|ed|ing)? to|totals|totall?(?:ed|ing)|makes?|made)';
/** "In all", "together" */
const TOGETHER =
  '(?:in all|in total|all in all|altogether|together|taken together|combined|all told|overall)(?: ,)?(?: (?:that|this|which|it) (?:is|was|makes|made|comes to|came to))?';
const EPISODES = '(?:(?:outages|episodes|interruptions|disruptions)(?: together)?|total downtime|both)';

/** A date between an outage and its duration: "Outage of 30 March 2022 (78 minutes)". */
const DATE =
  '(?:[a-z]{3,9} \\d{1,2}(?: (?:st|nd|rd|th))?|\\d{1,2} (?:(?:st|nd|rd|th) )?(?:of )?[a-z]{3,9})(?: ,)?(?: \\d{4})?';

const OUTAGES: readonly MeaningRule[] = [
  rule(` ${IS_DOWN} (?:[,–—-] |on |of )?${DATE} [(,:–—-] ${FOR}{0,3}HERE (?!later |after |before )`, OUTAGE),
  rule(
    `${AT_START}${OWN}{0,3}(?:duration|length|downtime|time down)(?: of(?: the| this)? ${OWN}{0,2}(?:\\d )?)? ?${COLON}+${FOR}{0,4}HERE `,
    { ...OUTAGE, derived: 'span' },
  ),
  rule(` ${EPISODES} ${W}{0,5}${SUMS} ${FOR}{0,4}HERE `, TOTAL),
  rule(` total (?:downtime|outage time|duration) ${W}{0,3}${COLON}{0,2}${FOR}{0,4}HERE `, TOTAL),
  rule(` (?:${IS_DOWN}|${EPISODES}) [^.;]*${TOGETHER} ${FOR}{0,4}HERE `, { ...TOTAL, isPlain: true }),
  rule(` ${TOGETHER} (?:, )?${W}{0,3}${EPISODES} ${W}{0,4}${FOR}{0,4}HERE `, TOTAL),
  rule(` downtime ${W}{0,3}(?:${DATE} )?${SUMS} ${FOR}{0,4}HERE `, OUTAGE),
  rule(` INSTANT (?:\\( )?lasting ${FOR}{0,3}HERE `, OUTAGE),
  rule(
    ` (?:${INCIDENT_VERB}|${SERVICE} ${AUX}{0,4})(?:${ENDED}|${RECOVERED}) ?(?:again )?(?:in|within|after) ${FOR}{0,3}HERE (?!of |after )`,
    {
      ...OUTAGE,
      derived: 'span',
    },
  ),
  rule(` COUNT (?:outages|episodes|interruptions|disruptions) ${W}{0,3}(?:lasted|took) ${FOR}{0,4}HERE `, TOTAL),
  rule(` the (?:first|second|third) (?:one )?(?:lasted|took|ran for) ${FOR}{0,4}HERE `, OUTAGE),
  rule(
    ` (?:${INCIDENT}|the first) lasted ${FOR}{0,3}DURATION (?:, |and ){1,2}the (?:second|third|other) (?:one )?${FOR}{0,3}HERE `,
    OUTAGE,
  ),
  rule(` ${INCIDENT} [^.;]* (?:and|which|that) lasted ${FOR}{0,4}HERE `, OUTAGE),
  rule(` (?:incident|event|disturbance) ${W}{0,3}(?:lasted|took|spanned|open|ongoing) ${FOR}{0,4}HERE `, {
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
    ` ${IS_DOWN} (?:${W}{0,4}(?:of|for|lasted|lasting|totall?ed|totall?ing|amounted to|was|is|took|:|\\() |, )?${FOR}{0,5}HERE (?!(?:after|later|before|into|to [a-z]|until)\\b)`,
    OUTAGE,
  ),
  rule(` (?:duration|downtime) (?:${W}{0,4}(?:was|of|is|\\() )?${FOR}{0,4}HERE `, OUTAGE),
  rule(`^ ${rowOf('INSTANT \\| INSTANT \\| HERE ')}`, OUTAGE),
  rule(
    ` HERE (?:long )?(?:of (?:the )?)?(?:(?:major|partial|total|complete|full|serious|service|further|serving|COMP[\\d_]+) ){0,2}(?:outage|downtime|interruption|disruption|unavailability|incident)\\b`,
    OUTAGE,
  ),
  rule(` (?:for|during) ${FOR}{0,4}HERE (?:, )?${W}{0,3}${IS_DOWN}`, OUTAGE),
  rule(
    ` ${SERVICE} ${W}{0,3}(?:failed|went down|dropped out|stopped ${W}{0,3}) ?(?:again )?for ${FOR}{0,4}HERE `,
    OUTAGE,
  ),
];

/** A part of the downtime: "had been down for 14 minutes when", "in the first 20 minutes of the outage". */
const ELAPSED = new RegExp(
  [
    ' had (?:already )?(?:been|lasted) (?:[a-z]+ ){0,3}HERE ',
    ' HERE (?:, )?(?:when|before|by the time|already|was spent|were spent|was lost|were lost)\\b',
    ' HERE (?:is|are) (?:enough|sufficient|acceptable)',
    ' (?:first|next|remaining) HERE | (?:after|lost|another|further) HERE of | SHARE of the ',
  ].join('|'),
);
const TOTALS =
  /\b(?:in total|total|totals|totall?ed|totalling|altogether|combined|overall|cumulative|cumulatively|in all|all told|sum|add(?:s|ed|ing)? up|together|(?:that|this|which|total) (?:makes|comes to|came to|amounts to)|brings the total to)\b/;
/** "Total: 78 minutes" */
const TOTAL_LABEL = phrase(
  `${AT_START}(?:in |the )?(?:total|sum|all|together|altogether|combined) ?${COLON}+${FOR}{0,4}HERE `,
);
/** "For 8 minutes, in all 78 minutes": the words belong to the next duration. */
const OF_NEXT = / HERE (?:, )?(?:and )?(?:[a-z]+ ){1,6}DURATION/;

/** "During the outage we restarted it three times, in all 40 minutes": a sum of something else. */
function isOfWork({ roles }: Meaning, whole: string): boolean {
  return !roles.includes('episode.duration') && WORK.test(whole);
}

function outageIn(whole: string): Meaning | null {
  const outage = meaningBy(OUTAGES, whole);
  return outage !== null && (ELAPSED.test(whole) || isOfWork(outage, whole)) ? { ...outage, isPlain: false } : outage;
}

function isTotalIn({ whole, nearBefore, nearAfter }: Context): boolean {
  return TOTAL_LABEL.test(whole) || TOTALS.test(nearBefore) || (TOTALS.test(nearAfter) && !OF_NEXT.test(whole));
}

/** Returns what a sentence says about a duration. `recordAt`: the start of the incident, for "this month". */
export function meaningOfDuration(context: Context, recordAt: number): Meaning {
  const { whole, directAfter, wideBefore } = context;
  const found = meaningBy([SETTINGS, ...BUDGETS], whole) ?? responseIn(whole) ?? outageIn(whole);
  const episode = episodeIn(wideBefore, directAfter) ?? episodeOfRow(whole);
  const isTotal = episode === null && found?.derived == null && isTotalIn(context);
  const isOutage = found?.roles.includes('downtime') ?? false;
  if (isTotal && isOutage) return { ...UNCLEAR, ...TOTAL };
  if (isTotal && found === null) return { ...UNCLEAR, roles: ['downtime'] };
  const isOfBudget = found?.roles.some((role) => role.startsWith('budget.')) ?? false;
  const period = isOfBudget ? periodIn(context, recordAt) : null;
  return { ...(found ?? UNCLEAR), period, episode };
}
