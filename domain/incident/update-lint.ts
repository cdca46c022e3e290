import { type UnsuitableCode, unsuitablePassages } from './unsuitable-words.ts';

/** A weakness of a text for partners. `found` is the passage that caused the finding. */
export type LintCode =
  | 'no_who'
  | 'no_since'
  | 'no_advice'
  | 'no_next'
  | UnsuitableCode
  | 'time_without_zone'
  | 'vague_share';
export type LintFinding = { code: LintCode; found: string | null };

/**
 * `whatYouCanDo`: what readers can do, given beside the text. `hasNextUpdate`: the time of the next update is given beside the text. `isClosing`: the update ends
 * the incident, so no further update is needed.
 */
export type LintInput = {
  text: string;
  whatYouCanDo?: string;
  components: readonly string[];
  hasNextUpdate: boolean;
  isClosing: boolean;
};

/** In the order in which advice on them is given. */
const UNSUITABLE: readonly UnsuitableCode[] = ['email_address', 'ip_address', 'host_name', 'blame'];
const TIME = /\b(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?\b/g;
const ZONE_AFTER = /^\s*(?:[ap]\.?m\.?\s*)?\(?(?:UTC|GMT|Z\b|C?[CEMPW]?E?S?T\b|[A-Z]{2,4}T\b|[+-]\d{2}:?\d{2})/;
const VAGUE =
  /\b(?:some|a few|several|many|most|certain|a (?:small |large )?(?:number|subset|portion|fraction|share|part) of)\s+(?:of\s+(?:our|the)\s+)?(?:users?|customers?|partners?|clients?|publishers?|advertisers?|people|requests?|traffic|ads?|impressions?|instances?)\b/i;
const SHARE =
  /\b\d+(?:[.,]\d+)?\s?(?:%|percent|per cent)|\b(?:about|around|roughly|nearly|over|under|up to)?\s?(?:half|a third|a quarter|two thirds|three quarters|one in \w+)\b|\b\d[\d,.]* (?:of|out of) \d/i;
const WHO =
  /\b(?:all|no|every|each)\s+(?:\w+\s+)?(?:users?|customers?|partners?|publishers?|advertisers?|requests?|regions?)\b|\b(?:users?|customers?|partners?|publishers?|advertisers?|you|your)\b/i;
const SINCE = /\b(?:since|from|between|began|started|starting|as of|at)\b[^.]{0,40}\d{1,2}:\d{2}/i;
const ADVICE =
  /\b(?:no action|nothing (?:for you )?to do|you (?:do not|don't|need not) (?:need|have)|need not|please|we (?:recommend|advise|suggest)|you (?:can|may|should)|work ?around|retry|retries|pause|switch|fall ?back)\b/i;
const NEXT =
  /\b(?:next (?:update|word|news)|(?:will|shall) (?:update|write|report|post|inform|tell)|update (?:again )?(?:by|at|within|in)|more (?:news )?(?:by|at|within|in) )/i;

/**
 * Checks a text before publication: whether it covers who is affected, since when, what to do and the next update, and whether it contains what partners should
 * not read. Findings are advice and never block an update.
 */
export function lintUpdate({
  text,
  whatYouCanDo = '',
  components,
  hasNextUpdate,
  isClosing,
}: LintInput): LintFinding[] {
  const findings: LintFinding[] = [];
  const flag = (code: LintCode, found: string | null = null) => findings.push({ code, found });
  if (text.trim() === '') return findings;

  const namesComponent = components.some((name) => text.toLowerCase().includes(name.toLowerCase()));
  if (!namesComponent && !WHO.test(text)) flag('no_who');
  if (!SINCE.test(text)) flag('no_since');
  if (!isClosing && whatYouCanDo.trim() === '' && !givesAdvice(text)) flag('no_advice');
  if (!isClosing && !hasNextUpdate && !NEXT.test(text)) flag('no_next');

  const all = `${text}\n${whatYouCanDo}`;
  const passages = unsuitablePassages(all);
  for (const code of UNSUITABLE) {
    const first = passages.find((passage) => passage.code === code);
    if (first) flag(code, first.found);
  }
  const bare = timeWithoutZone(all);
  if (bare) flag('time_without_zone', bare);
  const vague = VAGUE.exec(all)?.[0];
  if (vague && !SHARE.test(all)) flag('vague_share', vague);
  return findings;
}

/** Returns the first time of day without a zone. In "13:20–14:30 UTC" the zone applies to both. */
function timeWithoutZone(text: string): string | null {
  for (const match of text.matchAll(TIME)) {
    const after = text.slice(match.index + match[0].length);
    const afterRange = after.replace(/^\s*(?:–|-|to|and|until)\s*(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?/, '');
    if (!ZONE_AFTER.test(after) && !ZONE_AFTER.test(afterRange)) return match[0];
  }
  return null;
}

/** Returns whether a text tells readers what to do, even if that is nothing. */
export function givesAdvice(text: string): boolean {
  return ADVICE.test(text);
}
