import type { Context } from './context.ts';
import { AT_START, COLON } from './labels.ts';
import { ANOTHER, NOT_PAST, OF_PROVIDER } from './not-the-incident.ts';
import { OUTAGE_NAME, OUTAGE_STATEMENT, phrase, SIGNS, W } from './phrases.ts';

/** Another day mention beside this one: "on Wednesday, 30 March". */
const BESIDE = '(?:DAY (?:[,(] )?)?';
const BESIDE_AFTER = '(?:[,(] )?(?:DAY )?(?:\\) )?';
/** Signs or "from", "at about" and similar after a day: "On 30 March, at about 13 : 20, Serving went down". */
const HAPPENED = '(?:happened|occurred|took place|began|started|was|were|hit)';

const PATTERNS = [
  `${OUTAGE_NAME} (?:${HAPPENED} )?(?:on|of|from|in|during) (?:the )?(?:(?:morning|afternoon|evening|night|early hours) of )?${BESIDE}(?:the )?HERE `,
  `${OUTAGE_NAME} [,:(–—-] ${BESIDE}HERE `,
  ` HERE ${BESIDE_AFTER}(?:major |partial |service |serving |COMP[\\d_]+ )*${OUTAGE_NAME}`,
  `(?:^|[^a-z ]| on| and| of) ${BESIDE}(?:the )?HERE ${BESIDE_AFTER}${SIGNS}(?:twice |${W}{0,2})?(?:the |our |this )?(?:${OUTAGE_STATEMENT}|${OUTAGE_NAME} ${HAPPENED})`,
  `${OUTAGE_STATEMENT} (?:${W}{0,1}twice |again |for \\d+ [a-z]+ )?on ${BESIDE}(?:the )?HERE `,
  `${AT_START}(?:date|day) of (?:the |this )?${OUTAGE_NAME} ?${COLON}+${BESIDE}HERE `,
  `${AT_START}${OUTAGE_NAME} (?:date|day) ?${COLON}+${BESIDE}HERE `,
].map(phrase);
/** "After the outage of 12 January we added alerts": more likely an earlier one. */
const REFERENCE = / (?:after|since|before|following|unlike|like|as in|than) (?:the |our )?[^,.;]*HERE /;

/** Returns whether a sentence plainly names the day of the incident. `isReference`: it may be another incident. */
export function meaningOfDay({ whole, nearBefore, nearAfter }: Context): { isPlain: boolean; isReference: boolean } {
  const clause = `${nearBefore} HERE ${nearAfter}`;
  const isOther = ANOTHER.test(whole) || OF_PROVIDER.test(clause) || NOT_PAST.test(clause) || PLANNED.test(clause);
  return { isPlain: !isOther && PATTERNS.some((pattern) => pattern.test(whole)), isReference: REFERENCE.test(whole) };
}

const PLANNED = /\b(?:will|planned|scheduled|maintenance|due|review|published|updated)\b/;
