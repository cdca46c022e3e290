import type { CountClaim, ShareClaim } from '#domain/postmortem/claims/claim';
import type { FactRole } from '#domain/postmortem/facts';
import type { Context } from './context.ts';
import { AT_START, COLON, episodeOfRow, OWN } from './labels.ts';
import { episodeIn, type Meaning, type MeaningRule, meaningBy, OTHER, UNCLEAR } from './meaning.ts';
import { namesPeriod, periodIn } from './periods.ts';
import { AT, MONTH, phrase, W } from './phrases.ts';

const rule = (pattern: string, meaning: Partial<Meaning>): MeaningRule => ({ pattern: phrase(pattern), ...meaning });

const PROMISE =
  '(?:sla|slo|slas|target|targets|goal|commitment|committed|guarantees?|guaranteed|promised?|promises|contractual|agreed|aim|objective)';
const UPTIME = '(?:uptime|availability|available|reliability)';
const TARGET: Partial<Meaning> = { roles: ['target'], alsoFits: ['uptime'], isPlain: true };
const ACHIEVED: Partial<Meaning> = { roles: ['uptime'], isPlain: true };

/** What the SLA pays. */
const CREDIT =
  '(?:credits?|credited|refund(?:s|ed)?|rebates?|discounts?|compensation|penalty|penalties|fees?|invoices?|reimburse(?:s|d|ment)?)';
const OF_CREDIT = phrase(
  ` HERE (?:of ${W}{0,3}|(?:(?!the |an? )${W}){0,2})${CREDIT}\\b| ${CREDIT} (?:${W}{0,2}(?:of|is|are|was|be|by|to|at|:|\\() |[|] )?${AT}{0,2}HERE `,
);
/** "If uptime falls below 99 %", "a threshold of 99 %": what the SLA says about any month. */
const IF = phrase(
  ` (?:if|when|whenever|once|unless) (?:[a-z]+ ){0,8}HERE |^ (?:had|should) (?:[a-z]+ ){0,8}HERE | (?:thresholds?|tiers?|bands?|brackets?) (?:[a-z]+ ){0,3}HERE `,
);
/** "Below 99 %", "between 99 % and 99.9 %" */
const BELOW = phrase(
  ` (?:below|under|less|lower|least|above|over|up|short|<|between|from) (?:[a-z]+ ){0,2}HERE | (?:UPTIME|SHARE) (?:and|to|–|-) HERE | HERE or (?:more|less|better|higher|lower)`,
);
const ANY_CREDIT = phrase(`\\b${CREDIT}\\b`);
/** What is no target for all: "we aim for 99.95 %", "partners on the Premium plan have 99.95 %". */
const OTHER_TARGET =
  / (?:aim|aims|aiming) (?:for|at) | (?:plan|plans|tier|tiers|edition|premium|enterprise|the others) /;
/** A condition agrees with the target, and is never wrong. */
const CONDITION: Partial<Meaning> = { alsoFits: ['target'] };

const UPTIMES: readonly MeaningRule[] = [
  rule(
    ` ${PROMISE} [^.;]*(?:SHARE|UPTIME) [^.;]*(?:reached|achieved|delivered|managed|got|measured|actual|ended|had) ${W}{0,4}HERE `,
    ACHIEVED,
  ),
  rule(
    ' HERE (?:against|vs|versus|instead of|compared (?:to|with)|misses|missed|falls short|fell short|violates|meets|met) ',
    ACHIEVED,
  ),
  rule(` HERE (?:that |which )?${W}{0,2}${PROMISE}\\b`, TARGET),
  rule(` ${PROMISE} (?:\\w+ ){0,6}(?:[:(=|–-] )?HERE `, TARGET),
  rule(` ${UPTIME} (?:\\w+ ){0,8}(?:[:(=,] )?HERE `, ACHIEVED),
  rule(` HERE (?:\\w+ ){0,2}${UPTIME}\\b`, ACHIEVED),
  rule(` ${UPTIME} .*HERE `, ACHIEVED),
];
const UPTIME_WORDS = phrase(` (?:${PROMISE}|${UPTIME}|nines) `);
const OF_THINGS = phrase(' HERE of (?!the (?:time|month|year))');
const FAR_BELOW = 500_000;
const SURELY_UPTIME = 990_000;
const PROBABLY_UPTIME = 900_000;

/** Returns whether a percentage is an uptime: its sentence says so, or it is no share of things, has decimals, and is from 99 %, or 90 % with a month or year. */
export function isUptime({ value, step }: ShareClaim, context: Context): boolean {
  const { whole } = context;
  if (value < FAR_BELOW || OF_THINGS.test(whole) || OF_CREDIT.test(whole)) return false;
  if (UPTIME_WORDS.test(whole)) return true;
  const hasDecimals = step < 10_000 && value < 1_000_000;
  return hasDecimals && (value >= SURELY_UPTIME || (value >= PROBABLY_UPTIME && namesPeriod(context)));
}

/** Returns what a sentence says about an uptime. Without a word for it, a month or year must be named. */
export function meaningOfUptime(context: Context, recordAt: number): Meaning {
  const { whole } = context;
  if (IF.test(whole) || (ANY_CREDIT.test(whole) && BELOW.test(whole))) return { ...UNCLEAR, ...CONDITION };
  const period = periodIn(context, recordAt);
  const found = meaningBy(UPTIMES, whole);
  if (found !== null) return { ...found, period, isPlain: found.isPlain && !OTHER_TARGET.test(whole) };
  return period === null ? { ...UNCLEAR, roles: ['target', 'uptime'] } : { ...UNCLEAR, ...ACHIEVED, period };
}

const INSTANCES = '(?:instances|servers|nodes|fleet|hosts|machines)';
const AT_WORST = /\b(?:peak|worst|height|maximum|most affected|up to)\b/;
const AFFECTED =
  /\b(?:affected|affects|failed|failing|down|took down|unavailable|impacted|stale|outdated|out of sync|not in sync|lost|without data|hit|unhealthy|(?:no|old|stale|outdated) data|errors)\b/;
/** What says that a share or count is that of the other instances. */
const HEALTHY =
  /\b(?:recovered|restored|healthy|in sync again|back|reloaded|operational|working|remaining|unaffected|spared|(?:not|never) (?:affected|hit|failed|down)|(?:still|kept|stayed|remained|continued) (?!down|affected|unavailable|failing|without|out |stale|unhealthy|had |showed |returned |saw ))\b/;

/** "Our budget for servers" is no error budget. */
const BUDGET = `(?:budget|allowance)(?! for (?!(?:the |this )?(?:month|year|COMP|${MONTH})))`;
const OF_BUDGET = phrase(` HERE (?:of )?${W}{0,5}${BUDGET}\\b| ${BUDGET} ${W}{0,6}${COLON}?${AT}{0,3}HERE `);
/** "We overshot the budget by 74.7 %." */
const BUDGET_EXCESS = phrase(
  ` (?:exceed(?:ed|s|ing)?|over(?:ran|spent|shot|drew|drawn)|over|above|past) ${W}{0,6}budget ${W}{0,3}by ${AT}{0,3}HERE `,
);
/** "The budget is 44 minutes; the outages used up 78 % of it." */
const BUDGET_USED = phrase(
  ` (?:budget|allowance) [^.]* (?:used|consumed|spent|burned|burnt|ate)(?: up)? ${AT}{0,3}HERE (?:of (?:it|this|that|them)|[.,;)|])`,
);
const OF_INSTANCES = phrase(
  ` HERE (?:of )?(?:[a-z0-9'-]+ |COMP[\\d_]+ ){0,4}${INSTANCES}\\b| ${INSTANCES} ${W}{0,3}(?:[(,] )?(?:or |about )?HERE `,
);
const OF_MEASURES = phrase(
  ' HERE (?:requests|calls|users|customers|partners|publishers|ads|impressions|queries|sessions|error|failure|packet|increase|decrease|more|less|higher|faster)',
);

/** "Peak: 63 %", "Affected: 63 %" */
const AFFECTED_LABEL = phrase(
  `${AT_START}${OWN}{0,2}(?:peak|peak impact|affected|affected ${INSTANCES}|${INSTANCES} affected|impact) ?${COLON}+(?:COUNT (?:${INSTANCES} )?[(,|=–—-] )?${AT}{0,3}HERE (?:of (?:all |the |our |COMP[\\d_]+ )*${INSTANCES}|[.,;|()–—]|$)`,
);

/** "Updates: 7", "Number of recipients: 214" */
const COUNT_LABEL = phrase(
  `${AT_START}(?:(?:total|number|of|public|status|page|posted|sent|notified|the) ){0,4}(?:updates|recipients)(?: posted| sent| published)? ?${COLON}+HERE `,
);

/** Returns what a sentence says about a share. Shares of requests, customers and so on are not in the record. */
export function meaningOfShare(context: Context): Meaning {
  const { whole } = context;
  if (OF_CREDIT.test(whole)) return OTHER;
  if (BUDGET_EXCESS.test(whole)) return { ...UNCLEAR, derived: 'excess', isPlain: true };
  if (OF_BUDGET.test(whole) || BUDGET_USED.test(whole)) return { ...UNCLEAR, roles: ['budget.share'], isPlain: true };
  if (AFFECTED_LABEL.test(whole)) return { ...atWorst(context, ['peak', 'episode.peak']), isPlain: true };
  if (episodeOfRow(whole) !== null) return ofRow(context, 'episode.peak');
  if (OF_INSTANCES.test(whole)) return atWorst(context, ['peak', 'episode.peak']);
  return OF_THINGS.test(whole) || OF_MEASURES.test(whole) ? OTHER : UNCLEAR;
}

/** Returns what a sentence says about a count. */
export function meaningOfCount({ counted }: CountClaim, context: Context): Meaning {
  const { whole } = context;
  switch (counted) {
    case 'unnamed':
      if (episodeOfRow(whole) !== null) return ofRow(context, 'episode.instances');
      return phrase(`\\b${INSTANCES}\\b`).test(whole) ? atWorst(context, ['instances', 'episode.instances']) : OTHER;
    case 'instances':
      return atWorst(context, ['instances', 'episode.instances']);
    case 'updates':
      return {
        ...UNCLEAR,
        roles: ['updates'],
        isPlain:
          COUNT_LABEL.test(whole) ||
          /(?:^|[:|,;(]) HERE updates (?:[,.;)|]|and )/.test(whole) ||
          /\b(?:posted|published|sent|shared|issued|gave|provided|wrote|with|total|on (?:the|our|this) (?:status )?page)\b/.test(
            whole,
          ),
      };
    case 'episodes':
      return {
        ...UNCLEAR,
        roles: ['episodes'],
        isPlain: !/\b(?:other|previous|earlier|similar|past|provider|month|quarter|year)\b/.test(whole),
      };
    case 'recipients':
      return {
        ...UNCLEAR,
        roles: ['recipients'],
        isPlain:
          COUNT_LABEL.test(whole) || /\b(?:sent|notified|reached|informed|went|received|notifies|all)\b/.test(whole),
      };
    default:
      return OTHER;
  }
}

/** Times that are not those of a moment: a range, and "the second outage, which began at 15:06, affected …". */
const SPAN_OR_CLAUSE = /INSTANT (?:to|until|and|-|–|—) INSTANT|, (?:which|that) [^,]{1,60}INSTANT[^,]{0,40} , /;

/** The largest share or count: that of the episode that is named, or else that of the incident. */
function atWorst(
  { whole, wideBefore, directAfter, episode: ofTimes }: Context,
  [ofAll, ofEpisode]: readonly [FactRole, FactRole],
): Meaning {
  const episode = episodeIn(wideBefore, directAfter) ?? ofTimes;
  if (HEALTHY.test(whole)) return { ...UNCLEAR, alsoFits: [ofAll, ofEpisode], derived: 'healthy', episode };
  const roles = episode === null ? [ofAll] : [ofEpisode];
  return { ...UNCLEAR, roles, alsoFits: [ofEpisode], isPlain: isAtWorst(whole), episode };
}

/** "| Outage 2 | 15:06–15:14 | 42 of 300 | 14 % |" */
function ofRow({ whole }: Context, role: FactRole): Meaning {
  return { ...UNCLEAR, roles: [role], isPlain: !HEALTHY.test(whole), episode: episodeOfRow(whole) };
}

/** Returns whether a share or count of instances is the largest of an episode, and not that of a moment in it. */
function isAtWorst(whole: string): boolean {
  if (/ (?:first|last|within|after) DURATION /.test(whole)) return false;
  return AT_WORST.test(whole) || (AFFECTED.test(whole) && !/\bINSTANT\b/.test(whole.replace(SPAN_OR_CLAUSE, '')));
}
