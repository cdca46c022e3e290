export type Health = 'up' | 'degraded' | 'down';

/**
 * The words for health in the JSON of the usual frameworks, in lower case and with "_" between words: the health-check draft of the IETF
 * (pass, warn, fail and their aliases), Spring Boot, MicroProfile and Micronaut (UP, DOWN, OUT_OF_SERVICE, UNKNOWN), ASP.NET (Healthy,
 * Degraded, Unhealthy), Terminus (ok, error, shutting_down), Consul (passing, warning, critical), Elasticsearch (green, yellow, red),
 * gRPC (SERVING, NOT_SERVING), Kafka Connect (RUNNING, FAILED), Laravel Health (ok, warning, failed, crashed), Docker (starting), etcd
 * ("true" and "false" as texts), Envoy (LIVE, DRAINING, INITIALIZING, PRE_INITIALIZING).
 */
const HEALTH_TERMS: Readonly<Record<Health, readonly (string | boolean)[]>> = {
  up: [
    'up',
    'ok',
    'okay',
    'healthy',
    'pass',
    'passed',
    'passing',
    'operational',
    'available',
    'ready',
    'alive',
    'live',
    'serving',
    'running',
    'working',
    'green',
    'true',
    true,
  ],
  degraded: ['degraded', 'warn', 'warning', 'yellow'],
  down: [
    ...[
      'down',
      'fail',
      'failed',
      'failing',
      'failure',
      'error',
      'unhealthy',
      'out_of_service',
      'unknown',
      'unavailable',
      'not_ready',
      'critical',
    ],
    ...[
      'not_serving',
      'service_unknown',
      'starting',
      'shutting_down',
      'stopped',
      'crashed',
      'red',
      'draining',
      'initializing',
    ],
    ...['pre_initializing', 'false', false],
  ],
};

type Word = string | number | boolean;
type Lists = { [health in Health]?: readonly Word[] | undefined };
export type HealthTerms = ReadonlyMap<Word, Health>;

/** Upper and lower case, and the sign between two words, do not matter: "Out of service" is OUT_OF_SERVICE. */
export function normalizeWord(word: Word): Word {
  return typeof word === 'string'
    ? word
        .trim()
        .toLowerCase()
        .replace(/[\s_-]+/g, '_')
    : word;
}

/** The words of a group: a list in the configuration takes the place of the default one, and its words count before all defaults. */
export function healthTerms(lists: Lists): HealthTerms {
  const words = new Map<Word, Health>();
  const healths = ['up', 'degraded', 'down'] as const;
  for (const health of healths) if (!lists[health]) for (const word of HEALTH_TERMS[health]) words.set(word, health);
  for (const health of healths) for (const word of lists[health] ?? []) words.set(normalizeWord(word), health);
  return words;
}

/** The first word that two lists hold, if there is one. */
export function wordListedTwice(lists: Lists): Word | undefined {
  const seen = new Set<Word>();
  return Object.values(lists)
    .flatMap((list = []) => [...new Set(list.map(normalizeWord))])
    .find((word) => seen.size === seen.add(word).size);
}
