import type { Delivery } from './read-trace.ts';
import type { Surroundings } from './replay.ts';

// 30 March 2022: a network failure in a data centre terminated real-time databases, and hundreds of serving instances lost their data.
const T = (clock: string) => Date.parse(`2022-03-30T${clock}Z`);
const FROM = T('13:00:00');
const TO = T('15:45:00');
const INTERVAL_MS = 10_000;
const SOURCES = ['agent-a', 'agent-b'];
const ZONES = ['us-east-1a', 'us-east-1b', 'us-east-1c'];
const FLEETS = { serving: 240, analytics: 12 };
const STALE_S = 620;

/** Returns an instance with its labels. */
function instanceOf(component: string, n: number) {
  const instance = `${component}-${String(n + 1).padStart(4, '0')}`;
  return { component, instance, region: 'us-east-1', zone: ZONES[n % ZONES.length] };
}

/** Returns the numbers of the instances of a component that an agent observes. */
function observedBy(source: number, count: number): number[] {
  return Array.from({ length: count }, (_, n) => n).filter((n) => n % SOURCES.length === source);
}

/** Returns the data age in seconds of serving instance `n` of `count` at `t`, or null if the instance is gone. */
function servingDataAge(n: number, count: number, t: number): number | null {
  const share = (n + 0.5) / count;
  if (n % ZONES.length === 0 && share < 0.4 && t >= T('13:20:00') && t < T('14:20:00')) return null;
  if (t >= T('13:20:00') && t < T('14:30:00')) return STALE_S;
  if (share < 0.35 && t >= T('15:06:00') && t < T('15:14:00')) return STALE_S;
  return (n + t / INTERVAL_MS) % 4;
}

/** Generates the incident of 30 March 2022 as the deliveries of two agents. */
export function* march30(): Generator<Delivery> {
  for (let t = FROM; t < TO; t += INTERVAL_MS) {
    for (const [s, source] of SOURCES.entries()) {
      const probes = Object.entries(FLEETS).flatMap(([component, count]) =>
        observedBy(s, count)
          .map((n) => ({ n, age: component === 'serving' ? servingDataAge(n, count, t) : n % 4 }))
          .filter(({ age }) => age !== null)
          .map(({ n, age }) => ({
            ...instanceOf(component, n),
            observedAt: new Date(t).toISOString(),
            health: 'up',
            latencyMs: 8 + ((n * 7 + t / INTERVAL_MS) % 12),
            dataAgeSeconds: age,
          })),
      );
      yield { deliveredAt: t + 1_000, source, probes };
    }
  }
}

/**
 * Returns what else is known of 2022: a source that reports changes only has seen both components operational since the year began. The agents observe the
 * fleet during the trace only, and retire their instances after it.
 */
export function year2022(staff: Surroundings['staff']): Surroundings {
  const edgeSource = 'changes';
  const began = Date.UTC(2022, 0);
  const atOf = (t: number) => ({ observedAt: new Date(t).toISOString() });
  const seen = Object.keys(FLEETS).map((component) => ({ ...instanceOf(component, 0), ...atOf(began), health: 'up' }));
  const after = SOURCES.map((source, s) => ({
    deliveredAt: TO,
    source,
    probes: Object.entries(FLEETS).flatMap(([component, count]) =>
      observedBy(s, count).map((n) => ({ ...instanceOf(component, n), ...atOf(TO), health: 'retired' })),
    ),
  }));
  return { edgeSource, before: [{ deliveredAt: began, source: edgeSource, probes: seen }], after, staff };
}
