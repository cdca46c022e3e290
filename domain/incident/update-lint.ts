/** A weakness of a text for partners. `found` is the passage that caused the finding. */
export type LintCode =
  | 'no_who'
  | 'no_since'
  | 'no_advice'
  | 'no_next'
  | 'host_name'
  | 'ip_address'
  | 'email_address'
  | 'blame'
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

const TIME = /\b(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?\b/g;
const ZONE_AFTER = /^\s*(?:[ap]\.?m\.?\s*)?\(?(?:UTC|GMT|Z\b|C?[CEMPW]?E?S?T\b|[A-Z]{2,4}T\b|[+-]\d{2}:?\d{2})/;
const IPV4 = /\b(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}\b/;
const IPV6 = /(?<![\w:])(?:[0-9a-f]{1,4}:){2,7}(?::?[0-9a-f]{1,4}|:)(?![\w:])|(?<![\w:])::[0-9a-f]{1,4}\b/i;
const EMAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/;
/** Host names: numbered like srv-0012, or under an internal suffix. */
const HOST =
  /\b(?:[a-z]+(?:-[a-z0-9]+)*-\d{2,}|[a-z]{2,}\d{2,}(?=\.)|[\w-]+(?:\.[\w-]+)*\.(?:internal|local|lan|corp|intra|intranet|svc|cluster))\b(?:\.[\w-]+)*/i;
/** Longer words are not searched; a DNS name has at most 253 characters. */
const WORD_LENGTH_MAX = 300;
/** Findings within a single word. */
const IN_WORDS: readonly [LintCode, readonly RegExp[]][] = [
  ['email_address', [EMAIL]],
  ['ip_address', [IPV4, IPV6]],
  ['host_name', [HOST]],
];
const BLAME =
  /\b(?:(?:fault|mistake|negligence|carelessness) of\b|human error\b|operator error\b|(?:due to|because of|caused by) (?:an?|our|the) (?:engineer|employee|colleague|operator|intern|contractor|team member|vendor|supplier|provider|customer)s?\b|(?:vendor|supplier|provider|customer|engineer|operator)(?:'s|’s) (?:fault|mistake|error)\b|\bto blame\b|\bblames?\b|\bblamed\b)/i;
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
  const words = wordsOf(all);
  for (const [code, patterns] of IN_WORDS) {
    const found = words.flatMap((word) =>
      code === 'host_name' && isAddress(word) ? [] : patterns.flatMap((pattern) => pattern.exec(word)?.[0] ?? []),
    )[0];
    if (found) flag(code, found);
  }
  const blame = BLAME.exec(all)?.[0];
  if (blame) flag('blame', blame);
  const bare = timeWithoutZone(all);
  if (bare) flag('time_without_zone', bare);
  const vague = VAGUE.exec(all)?.[0];
  if (vague && !SHARE.test(all)) flag('vague_share', vague);
  return findings;
}

/** Returns the words of a text. Longer ones are skipped: they are no host names or addresses, and patterns would take too long on them. */
function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter((word) => word.length <= WORD_LENGTH_MAX);
}

/** Returns whether a word is a link or e-mail address, whose host is not a finding. */
function isAddress(word: string): boolean {
  return /https?:\/\//.test(word) || EMAIL.test(word);
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
