import type { Claim } from '#domain/postmortem/claims/claim';
import type { Context } from './context.ts';
import type { Meaning } from './meaning.ts';
import { CAUSES, phrase } from './phrases.ts';

/** Another incident, or planned work. */
export const ANOTHER =
  / (?:previous|past|similar|comparable|unrelated|planned|scheduled|earlier) (?:[a-z-]+ ){0,2}(?:outages?|incidents?|disruptions?|interruptions?|failures?|maintenance|windows?) [^.;,]*HERE /;
/** "The provider's outage", "uptime of our provider". */
export const OF_PROVIDER =
  / (?:provider|supplier|vendor)'s | (?:of|at|by|from) (?:our |the |a |its )?(?:cloud |network )?(?:provider|supplier|vendor)\b/;
/** "It would have taken 2 minutes", "our goal for next year". */
export const NOT_PAST =
  /\b(?:would|might|should) (?:not )?(?:have|be|take)\b|\bcould (?:not )?(?:have|take)\b|\bcould be (?!served|delivered|answered|shown|reached|loaded|used)|\b(?:next (?:year|month|quarter)|in (?:the )?future|from now on|(?:next|new|future|planned) (?:target|goal|sla|slo))\b/;
/** "Downtime would have been 70 minutes, and uptime 99.843 %." */
const WOULD = / (?:would|could) (?:have been|be) /;
/** "The uptime of the network" */
const OF_CAUSE = phrase(
  ` (?:uptime|availability) (?:of|for) (?:the |our )?${CAUSES} | ${CAUSES} (?:uptime|availability) `,
);
/** What a page or a person showed: "the status page showed the outage from 13:22". */
const SHOWN = /\b(?:showed|shows|shown|reported|announced|displayed|dashboards?|console|status page)\b/;
/** What people believed or wrote before: "we first wrote that the outage had begun at 13:30". */
const BELIEVED =
  /\b(?:told|said|stated|wrote|claimed|assumed|believed|thought|estimated|expected) (?:(?:you|them|partners|customers|readers|at first|initially) )*(?:that )?(?:[a-z]+ |COMP[\d_]+ ){0,7}HERE /;
/** One place of several, in which an outage may begin and end at its own times. */
const PLACE =
  / (?:in|for|from) (?:[a-z]+ ){0,2}(?:europe|asia|america|africa|australia|us-[a-z]+|eu-[a-z]+|ap-[a-z]+|emea|apac)\b|\b(?:one|two|some|other|another) regions?\b/;

/** Returns whether a claim is plainly about something that is not the incident. */
export function isAboutOther({ kind }: Claim, context: Context): boolean {
  return ANOTHER.test(context.whole) || (kind === 'uptime' && OF_PROVIDER.test(clauseOf(context)));
}

/** Takes back that a sentence is plain, if its words say that the claim may be about a part of the incident or about something else. */
export function withCaution(meaning: Meaning, context: Context): Meaning {
  if (!meaning.isPlain) return meaning;
  const clause = clauseOf(context);
  const isOfOutage = meaning.roles.some((role) => role.startsWith('episode.') || role === 'downtime');
  const isOfPart = isOfOutage && (SHOWN.test(context.wideBefore) || PLACE.test(clause));
  const hasOwnPeriod = meaning.roles.some((role) => /^(?:uptime|budget)/.test(role));
  const isUnsure =
    (context.isOfOtherDay && !hasOwnPeriod) ||
    OF_CAUSE.test(context.whole) ||
    (hasOwnPeriod && WOULD.test(context.wideBefore)) ||
    isOfPart ||
    OF_PROVIDER.test(clause) ||
    NOT_PAST.test(clause) ||
    BELIEVED.test(context.whole);
  return isUnsure ? { ...meaning, isPlain: false } : meaning;
}

function clauseOf({ nearBefore, nearAfter }: Context): string {
  return `${nearBefore} HERE ${nearAfter}`;
}
