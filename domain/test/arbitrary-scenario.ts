import fc from 'fast-check';
import type { Policy } from '#domain/measurement/policy';
import type { Health } from '#domain/measurement/probe';
import type { Scenario, ScenarioProbe, Source } from './naive-reference.ts';

/** Random small scenarios whose pauses and runs of trouble lie close to the limits of their policies. */
export const END = 60_000;
const SILENCES = [3_000, 4_001, 6_000];
const PAUSES = [1, 900, ...SILENCES.flatMap((ms) => [ms - 1, ms, ms + 1, 2 * ms, 3 * ms])];

const arbitraryPolicy = fc.record({
  version: fc.constant(1),
  effectiveFrom: fc.constant(0),
  silenceAfterMs: fc.constantFrom(...SILENCES),
  dataAgeLimitMs: fc.constant(2_000),
  latencyLimitUs: fc.constantFrom(null, 100),
  degradedAt: fc.constantFrom(20_000, 400_000),
  partialAt: fc.constantFrom(100_000, 333_333),
  majorAt: fc.constantFrom(500_000, 1_000_000),
  coverageFloor: fc.constantFrom(0, 500_000, 1_000_000),
  confirmForMs: fc.constantFrom(0, 1, 1_000, 2_001, 5_000),
  recoverForMs: fc.constantFrom(0, 1, 1_000, 3_001, 8_000),
});

export const arbitraryPolicies: fc.Arbitrary<Policy[]> = fc
  .tuple(arbitraryPolicy, fc.option(fc.tuple(arbitraryPolicy, fc.integer({ min: 1, max: END - 1 }))))
  .map(([first, later]) => (later ? [first, { ...later[0], version: 2, effectiveFrom: later[1] }] : [first]));

const arbitraryRule = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ kind: 'agent' } as const) },
  { weight: 2, arbitrary: fc.constant({ kind: 'edge' } as const) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('heartbeat' as const),
      silentAfterMs: fc.constantFrom(1_000, 2_500, 7_001),
    }),
  },
);

const health: fc.Arbitrary<Health> = fc.oneof(
  { weight: 6, arbitrary: fc.constant('up' as const) },
  { weight: 3, arbitrary: fc.constant('down' as const) },
  { weight: 1, arbitrary: fc.constantFrom('degraded' as const, 'retired' as const) },
);

/** A stretch of equal probes, then a pause. */
const stretch = fc.record({
  health,
  dataAgeMs: fc.constantFrom(null, null, 2_000, 2_001),
  latencyUs: fc.constantFrom(null, null, 100, 101),
  count: fc.integer({ min: 1, max: 7 }),
  pauseMs: fc.oneof({ weight: 2, arbitrary: fc.constant(1_000) }, { weight: 1, arbitrary: fc.constantFrom(...PAUSES) }),
});
const track = fc.record({
  startsAt: fc.oneof(fc.integer({ min: 0, max: 1_999 }), fc.integer({ min: 0, max: END })),
  intervalMs: fc.constantFrom(997, 1_000, 2_000),
  stretches: fc.array(stretch, { minLength: 1, maxLength: 6 }),
});
type Track = {
  startsAt: number;
  intervalMs: number;
  stretches: (Pick<ScenarioProbe, 'health' | 'dataAgeMs' | 'latencyUs'> & { count: number; pauseMs: number })[];
};
type Place = Pick<ScenarioProbe, 'source' | 'component' | 'instance'>;

function probesOf(place: Place, { startsAt, intervalMs, stretches }: Track): ScenarioProbe[] {
  const probes: ScenarioProbe[] = [];
  let at = startsAt;
  for (const { count, pauseMs, health, dataAgeMs, latencyUs } of stretches) {
    for (let i = 0; i < count; i++) probes.push({ ...place, at: at + i * intervalMs, health, dataAgeMs, latencyUs });
    at += (count - 1) * intervalMs + pauseMs;
  }
  return probes;
}

const arbitrarySource = fc.record({
  rule: arbitraryRule,
  keepsSourceAlive: fc.boolean(),
  silentFrom: fc.integer({ min: 0, max: END }),
  silentMs: fc.constantFrom(0, 0, ...PAUSES),
});

/** Some lapses have the instant of a probe, such as the first of a track. */
const arbitraryLapses = fc.array(
  fc.record({
    instance: fc.nat(5),
    source: fc.nat(2),
    at: fc.oneof(fc.integer({ min: 0, max: END - 1 }), fc.constantFrom(0, 1_000, 2_000)),
  }),
  {
    maxLength: 8,
  },
);

/** Components 0 and 1. Component 1 only keeps sources alive. */
export const arbitraryScenario: fc.Arbitrary<Scenario> = fc
  .tuple(
    fc.array(arbitrarySource, { minLength: 2, maxLength: 3 }),
    fc.integer({ min: 2, max: 6 }),
    arbitraryPolicies,
    arbitraryLapses,
  )
  .chain(([sources, instances, policies, drawn]) =>
    fc
      .array(fc.option(track, { freq: 5 }), {
        minLength: sources.length * (instances + 1),
        maxLength: sources.length * (instances + 1),
      })
      .map((tracks) => {
        const probes = tracks.flatMap((one, i) => {
          const instance = Math.floor(i / sources.length);
          const component = instance === instances ? 1 : 0;
          const source = i % sources.length;
          const { keepsSourceAlive, silentFrom, silentMs } = sources[source] as (typeof sources)[number];
          if (!one || (component === 1 && !keepsSourceAlive)) return [];
          return probesOf({ source, component, instance }, one).filter(
            (o) => o.at < silentFrom || o.at >= silentFrom + silentMs,
          );
        });
        const lapses = drawn
          .map(({ instance, source, at }) => ({
            component: 0,
            instance: instance % instances,
            source: source % sources.length,
            at,
          }))
          .filter(({ source, at }) => sources[source]?.rule.kind === 'edge' && probes.some((o) => o.at <= at)); // a rebuilt record begins with a probe
        return {
          sources: sources.map(({ rule }, id): Source => ({ id, rule })),
          probes,
          lapses,
          policies,
          window: { from: 0, to: END },
        };
      }),
  );
