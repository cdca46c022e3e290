/**
 * Parts of the patterns of meaning. Patterns are matched with contexts (context.ts), in which claims and components are in capitals, so that no pattern runs
 * across another claim. Repetitions are bounded, and a context has a limited number of words.
 */

/** Returns a group of alternatives, which are separated by " | ". */
function oneOf(...lines: readonly string[]): string {
  return `(?:${lines.join(' | ').replaceAll(' | ', '|')})`;
}

/** Returns a group of single words. */
function words(...lines: readonly string[]): string {
  return `(?:${lines.join(' ').replaceAll(' ', '|')})`;
}

export const MONTH = words('january february march april may june july august september october november december');

/** A word that doesn't begin another statement. */
export const W = `(?:(?!${words('and but while whereas then so which when that until because before')} )(?:[a-z'-]+|COMP[\\d_]+) )`;
const SOFTENING =
  'about around approximately roughly nearly almost over under less more than only just exactly up to some another further a';
/** Words between a verb and its time or duration. */
export const AT = `(?:${words(
  'at from between on since by for after within in shortly again today finally fully completely permanently the same day late early',
  SOFTENING,
)} |(?:mon|tues|wednes|thurs|fri|satur|sun)day (?:, )?)`;
/** Words between a verb and a duration: "lasted for just over". */
export const FOR = `(?:${words('for of total at least most full whole', SOFTENING)} )`;
/** Signs between a time and what happened then: "13:20 UTC – Outage begins". */
export const SIGNS = '(?:[,:;|()–—-] )*';

/** Words between a subject and its verb. Others would make it the subject of something else: "the incident review was closed". */
export const AUX = `(?:${words(
  'was were is are has have had been being then now fully finally completely officially permanently later also eventually',
  'again declared considered marked as which that itself all only partly partially',
)} )`;

/** What fails before a service does. */
export const CAUSES = words(
  'network networking hardware power database databases disk dns switch router cloud upstream replication provider node kernel',
  'memory software configuration certificate own',
);
const NO_CAUSE = `(?<!${CAUSES} )`;
/** What names the incident itself. "A network failure" names its cause. */
export const INCIDENT = `${NO_CAUSE}${words(
  'outages? incident disruptions? interruptions? downtime failures? problems? issues? errors? degradation impact episode anomaly unavailability blip hiccup trouble relapse',
)}`;
/** "of Serving" after the incident. */
const OF_COMPONENT = '(?: (?:of|on|for|in|with|affecting) (?:the |our )?COMP[\\d_]+)?';
/** No other thing after the incident: "an outage of the network" is a cause. */
const NOT_OF_OTHER = `(?! (?:of|at|in|with) (?:(?:our|the|a|an|one) )?(?!${words(
  SOFTENING,
  'at total service services platform site all both every these several many ads ad our the one in this that',
)} )[a-z])`;
/** The incident as the subject of a verb. */
export const INCIDENT_VERB = `${INCIDENT}${OF_COMPONENT} (?:, )?${AUX}{0,5}`;
/** What is down during an incident. */
export const SERVICE = oneOf(
  'COMP[\\d_]+(?: instances| service| servers| component| platform| api)? | services? | site | website | platform | api | (?:ad )?delivery | ad requests | ads',
  'traffic | everything | things | operations | all (?:COMP[\\d_]+ )?(?:systems|instances|servers|components|services|regions|requests)',
);
/** Partners and other readers of updates. */
export const READERS = words('partners customers users publishers advertisers subscribers clients');

export const BEGAN = oneOf(
  'began | begun | begins | beginning | started | starts | commenced | occurred | happened | arose | appeared | set in',
  'broke out | hit | struck | followed',
);
export const WENT_DOWN = oneOf(
  'went down | goes down | went offline | went dark | failed | fails | crashed | broke down | collapsed | dropped out',
  'lost (?:its |their |all )?data | (?:came|ground) to a (?:halt|stop|standstill)',
  'stopped(?: [a-z]+){0,2} | became (?:unavailable|unreachable|inaccessible)',
  '(?:began|started) (?:to )?(?:fail|failing|return(?:ing)? errors|time out|timing out|drop(?:ping)?)(?: [a-z]+)?',
);
export const ENDED = words(
  'ended ends over resolved resolves cleared fixed closed concluded subsided finished stopped disappeared mitigated remedied',
);
export const RECOVERED = `${oneOf(
  'recovered | recovers | recovering | restored | resumed | stabili[sz]ed | normal again | operational(?: again)?',
  '(?:came |was |were |is |are )?back(?: to normal(?: operations?| levels?| service)?| online| up| in service| in operation)?',
  'returned(?: to (?:normal|service)(?: operation)?)? | (?:have |had )(?:current|fresh|all(?: their)?) data(?: again)? | in sync(?: again)?',
  '(?:working|worked|healthy|available|reachable|stable|served|delivered|answered|shown|flowing)(?: again| normally)',
  '(?:served|answered|delivered|showed) (?:all )?(?:ads|requests) again',
)}(?: (?:to|for) (?:all|every|our|most) [a-z]+)?`;
export const NOTICED = oneOf(
  'detected | detects | noticed | discovered | spotted | observed | alerted | caught | registered | picked up | became aware | learned | learnt',
);
/** "Our monitoring", "the on-call engineer", "alerts" */
export const OBSERVER = words(
  'we monitoring alerts? alarms? alerting team engineers? on-call staff systems? probes support',
);
/** Words between finding and "cause": a second cause is another one. */
export const WHICH_CAUSE = `(?:(?!${words('second another further additional possible likely')} )${W})`;
/** "Acknowledged", "acknowledges the incident" */
export const ACKNOWLEDGES = 'acknowledge[sd]?';
export const FOUND = words(
  'identified identifies found determined located traced established knew known isolated pinpointed diagnosed understood clear',
);
export const CAUSE = words('causes? culprit source reason origin');
export const MESSAGE = words(
  'update message notice notification post announcement communication statement information',
);
/** Words after "first update" that say that it was published. */
export const WAS_SENT = `(?: ${words(
  'was were went came to out our all the partners customers users subscribers publishers status page on by published posted sent',
  'appeared followed issued given shared only about this incident outage live up within after',
)})`;

const BE = words('was were is are been being be went became stayed remained gone');
const DOWN = oneOf(
  'down | unavailable | offline | unreachable | inaccessible | interrupted | disrupted | degraded | impaired | affected | impacted',
  'failing | dark | out of service | out of sync | not (?:[a-z]+ )?(?:served|available|delivered|answered|reachable|working|shown)',
);
/** "Partners received no ads", "no ads were served", "customers could not log in" */
const NO_SERVICE = oneOf(
  `(?:${READERS}|${SERVICE}|requests) (?!were )${W}{0,4}(?:no|empty|blank|errors?|failed) ${W}{0,2}(?:ads|slots|answers?|responses?|data|errors?|requests)`,
  `${READERS} ${W}{0,5}(?:were|was) (?:[a-z]+ )?(?:impacted|affected)`,
  `${READERS} ${W}{0,3}(?:could not|couldn't|cannot|can't) ${W}{0,2}[a-z'-]+`,
  `${SERVICE} (?:did not|didn't|could not|couldn't) (?:[a-z]+ )?(?:answer|respond|work|serve)(?: (?:any )?(?:ads|requests))?`,
  `instances ${W}{0,2}(?:served|had|returned|showed) ${W}{0,1}(?:outdated|stale|old|no|wrong) data`,
  '(?:ad )?slots (?:stayed|were|remained) (?:blank|empty)',
  'no (?:ads?|answers?|responses?|requests?) (?:were |was |could be )?(?:served|delivered|returned|shown|answered)',
);
const SERVICE_IS_DOWN = `${SERVICE} ${AUX}{0,3}${BE} (?:[a-z-]+ ){0,2}${DOWN}`;
/** "Serving was unavailable", "an outage of Serving", "partners saw errors" */
export const IS_DOWN = oneOf(
  SERVICE_IS_DOWN,
  `${SERVICE} down | ${SERVICE} ${AUX}{0,2}${WENT_DOWN} | ${SERVICE} (?:outages?|downtime)`,
  `${INCIDENT}${NOT_OF_OTHER}${OF_COMPONENT}`,
  `we were (?:[a-z]+ )?(?:down|unavailable|offline) | unable to ${W}{0,2}[a-z'-]+ | failed to ${W}{1,3}serve`,
  NO_SERVICE,
);

/** Work that begins and ends at its own times. */
export const WORK =
  /\b(?:reload\w*|deploy\w*|re-deploy\w*|restart\w*|roll-?back|rollout|investigat\w*|migrat\w*|maintenance|work|review|calls?|meetings?|backup|resync\w*|sync|failover|rebuild\w*)\b/;

/** An outage by its name. "Errors" and "problems" may be those of a part. */
export const OUTAGE_NAME = `${NO_CAUSE}(?:outages?|incident|disruptions?|interruptions?|downtime|unavailability|failure)${OF_COMPONENT}`;
/** A statement that the service was down. */
export const OUTAGE_STATEMENT = oneOf(
  SERVICE_IS_DOWN,
  `${SERVICE} ${AUX}{0,2}${WENT_DOWN}`,
  `(?:${SERVICE}|we|${READERS}) ${W}{0,1}(?:had|suffered|experienced|saw) ${W}{0,4}${OUTAGE_NAME}`,
  NO_SERVICE,
);

/** Compiles a pattern of meaning from these parts. */
export function phrase(pattern: string): RegExp {
  return new RegExp(pattern);
}
