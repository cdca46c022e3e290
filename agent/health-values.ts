export type Health = 'up' | 'degraded' | 'down';

/**
 * Health values in the JSON of common frameworks, in lower case and with "_" between words: the health-check draft of the IETF
 * (pass, warn, fail and their aliases), Spring Boot, MicroProfile and Micronaut (UP, DOWN, OUT_OF_SERVICE, UNKNOWN), ASP.NET (Healthy,
 * Degraded, Unhealthy), Terminus (ok, error, shutting_down), Consul (passing, warning, critical), Elasticsearch (green, yellow, red),
 * gRPC (SERVING, NOT_SERVING), Kafka Connect (RUNNING, FAILED), Laravel Health (ok, warning, failed, crashed), Docker (starting), etcd
 * ("true" and "false" as texts), Envoy (LIVE, DRAINING, INITIALIZING, PRE_INITIALIZING).
 */
const DEFAULT_VALUES: Readonly<Record<Health, readonly (string | boolean)[]>> = {
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

type HealthValue = string | number | boolean;
type Lists = { [health in Health]?: readonly HealthValue[] | undefined };
export type HealthByValue = ReadonlyMap<HealthValue, Health>;

/** Ignores case and the separator of words: "Out of service" equals OUT_OF_SERVICE. */
export function normalizeValue(value: HealthValue): HealthValue {
  return typeof value === 'string'
    ? value
        .trim()
        .toLowerCase()
        .replace(/[\s_-]+/g, '_')
    : value;
}

/** Returns the health values of a group. A list in the configuration replaces the default list, and its values take precedence over all defaults. */
export function healthByValue(lists: Lists): HealthByValue {
  const byValue = new Map<HealthValue, Health>();
  const healths = ['up', 'degraded', 'down'] as const;
  for (const health of healths)
    if (!lists[health]) for (const value of DEFAULT_VALUES[health]) byValue.set(value, health);
  for (const health of healths) for (const value of lists[health] ?? []) byValue.set(normalizeValue(value), health);
  return byValue;
}

/** Returns the first value that is in two lists, if any. */
export function duplicateValue(lists: Lists): HealthValue | undefined {
  const seen = new Set<HealthValue>();
  return Object.values(lists)
    .flatMap((list = []) => [...new Set(list.map(normalizeValue))])
    .find((value) => seen.size === seen.add(value).size);
}
