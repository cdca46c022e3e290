/**
 * Parts of the patterns of meaning. Patterns are matched with contexts (context.ts), in which claims and components are in capitals, so that no pattern runs
 * across another claim. Repetitions are bounded, and a context has a limited number of words.
 */

/** A word that doesn't begin another statement. */
export const W =
  "(?:(?!(?:and|but|while|whereas|then|so|which|when|that|until|because|before) )(?:[a-z'-]+|COMP[\\d_]+) )";
/** Words between a verb and its time or duration. */
export const AT =
  '(?:(?:at|around|about|from|between|on|since|by|for|only|just|after|within|in|shortly|approximately|roughly|nearly|almost|over|under|less|more|than|exactly|again|today|finally|fully|completely|permanently|the|same|day|up|to|some|another|further|a|late|early) )';
/** Words between a verb and a duration: "lasted for just over". */
export const FOR =
  '(?:(?:for|of|about|around|approximately|roughly|nearly|almost|over|under|less|more|than|only|just|exactly|a|total|up|to|at|least|most|some|another|further|full|whole) )';
/** Signs between a time and what happened then: "13:20 UTC – Outage begins". */
export const SIGNS = '(?:[,:;|()–—-] )*';

const CAUSES =
  'network networking hardware power database databases disk dns switch router cloud upstream replication provider node kernel memory software configuration certificate this one';
/** What names the incident itself. "A network failure" names its cause. */
export const INCIDENT = `${CAUSES.split(' ')
  .map((cause) => `(?<!${cause} )`)
  .join(
    '',
  )}(?:outages?|incident|disruptions?|interruptions?|downtime|failures?|problems?|issues?|errors?|degradation|impact|episode|anomaly|unavailability)`;
/** What is down during an incident. */
export const SERVICE =
  '(?:COMP[\\d_]+(?: instances| service| servers)?|services?|site|website|platform|api|(?:ad )?delivery|ad requests|ads|traffic|everything|operations|all (?:systems|instances|servers|components|services|regions))';
const BE = '(?:was|were|is|are|been|being|be|went|became|stayed|remained|gone)';
const DOWN =
  '(?:down|unavailable|offline|unreachable|inaccessible|interrupted|disrupted|degraded|impaired|affected|impacted|failing|dark|out of service|out of sync|not (?:[a-z]+ )?(?:served|available|delivered|answered|reachable|working|shown))';
export const BEGAN =
  '(?:began|begun|begins|beginning|started|starts|commenced|occurred|happened|arose|set in|broke out)';
export const WENT_DOWN =
  '(?:went down|goes down|went offline|went dark|failed|fails|crashed|broke down|collapsed|dropped out|stopped(?: [a-z]+){0,2}|became (?:unavailable|unreachable|inaccessible)|(?:began|started) (?:to )?(?:fail|failing|return(?:ing)? errors|time out|timing out|drop(?:ping)?)(?: [a-z]+)?)';
/** Partners and other readers of updates. */
export const READERS = '(?:partners|customers|users|publishers|advertisers|subscribers|clients)';
/** "Partners received no ads", "no ads were served", "customers could not log in" */
const NO_SERVICE = `(?:${READERS} (?!were )${W}{0,4}(?:no|empty|errors?|failed) ${W}{0,2}(?:ads|slots|answers?|responses?|data|errors?|requests)|no (?:ads|answers?|responses?|requests) (?:were |was |could be )?(?:served|delivered|returned|shown|answered)|${READERS} ${W}{0,3}(?:could not|couldn't|cannot|can't) ${W}{1,3})`;
/** "Serving was unavailable", "an outage of Serving", "partners saw errors" */
export const IS_DOWN = `(?:${SERVICE} ${W}{0,3}${BE} (?:[a-z-]+ ){0,2}${DOWN}|${SERVICE} down|${SERVICE} ${W}{0,2}${WENT_DOWN}|${SERVICE} (?:outages?|downtime)|${INCIDENT}(?: (?:of|on|for|in|affecting) (?:the )?COMP[\\d_]+)?|we were (?:[a-z]+ )?(?:down|unavailable|offline)|unable to ${W}{1,3}|failed to ${W}{1,3}serve|${NO_SERVICE})`;

export const ENDED =
  '(?:ended|ends|over|resolved|cleared|fixed|closed|concluded|subsided|finished|stopped|disappeared|mitigated|remedied)';
export const RECOVERED =
  '(?:recovered|recovers|recovering|restored|(?:came |was |were |is |are )?back(?: to normal(?: operations?| levels?| service)?| online| up| in service| in operation)?|returned to (?:normal|service)(?: operation)?|normal again|operational(?: again)?|(?:working|healthy|available|stable)(?: again| normally)|resumed|stabili[sz]ed)(?: (?:to|for) (?:all|every|our|most) [a-z]+)?';
export const NOTICED =
  '(?:detected|detects|noticed|discovered|spotted|observed|alerted|caught|registered|picked up|became aware|learned|learnt)';
/** "Our monitoring", "the on-call engineer", "alerts" */
export const OBSERVER =
  '(?:we|monitoring|alerts?|alarms?|alerting|team|engineers?|on-call|staff|systems?|probes|support)';
export const FOUND =
  '(?:identified|identifies|found|determined|located|traced|established|knew|known|isolated|pinpointed|diagnosed|understood|clear)';
export const CAUSE = '(?:causes?|culprit|source|reason|origin)';
export const MESSAGE = '(?:update|message|notice|notification|post|announcement|communication|statement|information)';

/** Compiles a pattern of meaning from these parts. */
export function phrase(pattern: string): RegExp {
  return new RegExp(pattern);
}
