import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_POLICY, type Policy } from '#domain/measurement/policy';
import { arbitraryScenario, END } from '#domain/test/arbitrary-scenario';
import { effectiveIntervals, rawIntervals, type Scenario, type ScenarioProbe } from '#domain/test/naive-reference';
import type { ProbeRow } from '#server/ingest/sql/probes';
import { componentIntervals } from '#server/sla/component-record';
import { testWorld } from '#server/test/database';
import { agentScenario, clear, plant, scenarioProbe, store } from '#server/test/scenarios';
import { createEvaluator } from './evaluate.ts';
import { rebuildStatus } from './rebuild-status.ts';

const T0 = Date.parse('2022-03-30T12:00:00Z');
const SLUGS = ['serving', 'analytics'];
const world = testWorld(T0 + END);

function expected(scenario: Scenario, component: number) {
  return effectiveIntervals(rawIntervals(scenario, component), scenario.policies).map((i) => ({
    from: iso(i.from),
    to: iso(i.to),
    status: i.status,
  }));
}

/** Makes a scenario of one instance that is probed each second for a minute. */
function eachSecond(policies: Policy[], healthAt: (at: number) => ScenarioProbe['health']): Scenario {
  const times = Array.from({ length: 60 }, (_, i) => i * 1_000);
  return agentScenario(
    policies,
    times.map((at) => scenarioProbe(0, at, healthAt(at))),
  );
}

function iso(t: number): string {
  return new Date(T0 + t).toISOString();
}

async function stored(component: number) {
  return (await componentIntervals(world.ctx, { component: SLUGS[component] as string, from: T0, to: T0 + END }))
    .intervals;
}

/** Merges rows of one key, as the database does, for the reference. */
function withoutRepeats(scenario: Scenario): Scenario {
  const byKey = new Map(scenario.probes.map((o) => [`${o.source}/${o.component}/${o.instance}/${o.at}`, o]));
  return { ...scenario, probes: [...byKey.values()] };
}

type Delivery = { rows: ProbeRow[]; evaluatedAt: number | null };

/** Makes batches of rows in any order, some rows twice, with evaluations in between on a clock that only moves forward. */
function deliveries(rows: readonly ProbeRow[], order: readonly number[], cuts: readonly number[]): Delivery[] {
  const shuffled = [...rows, ...rows.filter((_, i) => (order[i % order.length] as number) % 3 === 0)]
    .map((row, i) => ({ row, key: (order[i % order.length] as number) * 7919 + i * 104_729 }))
    .sort((a, b) => (a.key % 10_007) - (b.key % 10_007))
    .map(({ row }) => row);
  const parts: Delivery[] = [];
  let at = 0;
  for (let i = 0; at < shuffled.length; i++) {
    const size = 1 + (cuts[i % cuts.length] as number);
    parts.push({
      rows: shuffled.slice(at, at + size),
      evaluatedAt: i % 2 === 0 ? T0 + Math.floor((END * (at + 1)) / shuffled.length) : null,
    });
    at += size;
  }
  return parts;
}

describe('evaluation', () => {
  test('gives the intervals of the rules for any order, repetition and batching of probes, and a rebuild changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryScenario,
        fc.array(fc.nat(1_000), { minLength: 5, maxLength: 40 }),
        fc.array(fc.nat(40), { minLength: 1, maxLength: 5 }),
        async (drawn, order, cuts) => {
          const scenario = withoutRepeats(drawn);
          await clear(world.ctx);
          const evaluate = createEvaluator(world.ctx, { retainMs: 9_000 });
          const rows = await plant(world.ctx, scenario, T0);
          for (const { rows: part, evaluatedAt } of deliveries(rows, order, cuts)) {
            await store(world.ctx, part);
            if (evaluatedAt !== null) await evaluate(evaluatedAt);
          }
          await evaluate(T0 + END);
          for (const component of [0, 1]) expect(await stored(component)).toEqual(expected(scenario, component));
          await world.ctx.web.query("UPDATE status_interval SET status = 'major_outage'");
          await world.ctx.web.query('DELETE FROM state_run');
          await rebuildStatus(world.ctx, {}, undefined, 12);
          if (rows.length > 0)
            for (const component of [0, 1]) expect(await stored(component)).toEqual(expected(scenario, component));
        },
      ),
      { numRuns: Number(process.env.FC_RUNS ?? 40) },
    );
  });

  test('gives the same record from memory every second, alternating between two processes', async () => {
    let remembered = 0;
    await fc.assert(
      fc.asyncProperty(
        arbitraryScenario,
        fc.array(fc.constantFrom(0, 0, 0, 0, 400, 2_500, 12_000), { minLength: 5, maxLength: 30 }),
        fc.array(fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 0, 0, 1), { minLength: 3, maxLength: 30 }),
        fc.record({ retainMs: fc.constantFrom(1_000, 4_000, 30_000), probesMax: fc.constantFrom(10, 100_000) }),
        async (drawn, delays, turns, limits) => {
          const scenario = withoutRepeats(drawn);
          await clear(world.ctx);
          const evaluators = [createEvaluator(world.ctx, limits), createEvaluator(world.ctx, limits)];
          const rows = (await plant(world.ctx, scenario, T0)).map((row, i) => ({
            row,
            arrivesAt: row.at - T0 + (delays[i % delays.length] as number),
          }));
          for (let t = 1_000; t <= END; t += 1_000) {
            await store(
              world.ctx,
              rows
                .filter(({ arrivesAt }) => (arrivesAt >= t - 1_000 || t === 1_000) && (arrivesAt < t || t === END))
                .map(({ row }) => row),
            );
            const evaluate = evaluators[turns[(t / 1_000) % turns.length] as number] as (typeof evaluators)[number];
            remembered += Number((await evaluate(T0 + t)).isRemembered);
          }
          for (const component of [0, 1]) expect(await stored(component)).toEqual(expected(scenario, component));
        },
      ),
      { numRuns: Number(process.env.FC_RUNS ?? 15) },
    );
    expect(remembered).toBeGreaterThan(15 * 10);
  });

  test('flapping for longer than the memory is one outage from its first instant', async () => {
    await clear(world.ctx);
    const evaluate = createEvaluator(world.ctx, { retainMs: 1_000 });
    const policy: Policy = { ...DEFAULT_POLICY, silenceAfterMs: 3_000, confirmForMs: 5_000, recoverForMs: 8_000 };
    const scenario = eachSecond([policy], (at) => (at >= 10_000 && at % 5_000 < 2_000 ? 'down' : 'up'));
    const rows = await plant(world.ctx, scenario, T0);
    for (const row of rows) {
      await store(world.ctx, [row]);
      await evaluate(row.at + 500);
    }
    await evaluate(T0 + END);
    expect(await stored(0)).toEqual(expected(scenario, 0));
    expect((await stored(0)).map((i) => i.status)).toEqual(['operational', 'major_outage', 'operational']);
  });

  test('gives the same record for probes that are hours late, in small pieces, without re-evaluating the time between', async () => {
    const LATER = 2 * 3_600_000;
    await fc.assert(
      fc.asyncProperty(
        arbitraryScenario,
        fc.array(fc.boolean(), { minLength: 3, maxLength: 9 }),
        fc.constantFrom(12, 50, 1_000),
        async (drawn, early, chunk) => {
          const scenario = withoutRepeats({ ...drawn, window: { from: 0, to: END + LATER } });
          await clear(world.ctx);
          const evaluate = createEvaluator(world.ctx, { chunkRowsMax: chunk });
          const rows = await plant(world.ctx, scenario, T0);
          await store(
            world.ctx,
            rows.filter((_, i) => early[i % early.length]),
          );
          await evaluate(T0 + END + LATER);
          await store(
            world.ctx,
            rows.filter((_, i) => !early[i % early.length]),
          );
          await evaluate(T0 + END + LATER);
          for (const component of [0, 1]) {
            const { intervals } = await componentIntervals(world.ctx, {
              component: SLUGS[component] as string,
              from: T0,
              to: T0 + END + LATER,
            });
            expect(intervals).toEqual(expected(scenario, component));
          }
        },
      ),
      { numRuns: Number(process.env.FC_RUNS ?? 25) },
    );
  });

  test('a state carried out of one piece does not reach beyond the next', async () => {
    const early = [
      scenarioProbe(0, 998, 'up'),
      scenarioProbe(0, 1_998, 'up'),
      scenarioProbe(1, 2_994, 'up'),
      scenarioProbe(1, 3_994, 'degraded'),
      scenarioProbe(3, 49_720, 'up'),
      scenarioProbe(3, 51_720, 'up'),
    ];
    const late = [
      ...[scenarioProbe(0, 0, 'degraded'), scenarioProbe(0, 1, 'up')],
      ...[0, 997, 1_997].map((at) => scenarioProbe(1, at, 'up')),
      ...[4_991, 5_988, 6_985].map((at) => scenarioProbe(1, at, 'degraded')),
    ];
    const first: Policy = {
      ...DEFAULT_POLICY,
      silenceAfterMs: 3_000,
      dataAgeLimitMs: 2_000,
      majorAt: 1_000_000,
      coverageFloor: 1_000_000,
      confirmForMs: 5_000,
      recoverForMs: 3_001,
    };
    const second: Policy = {
      ...first,
      version: 2,
      effectiveFrom: 54_719,
      degradedAt: 400_000,
      partialAt: 333_333,
      majorAt: 500_000,
      coverageFloor: 0,
      recoverForMs: 1_000,
    };
    const scenario = agentScenario([first, second], [...early, ...late]);
    await clear(world.ctx);
    const evaluate = createEvaluator(world.ctx, { chunkRowsMax: 12 });
    const rows = await plant(world.ctx, scenario, T0);
    const isEarly = ({ at }: { at: number }) => early.some((one) => T0 + one.at === at);
    for (const part of [rows.filter(isEarly), rows.filter((row) => !isEarly(row))]) {
      await store(world.ctx, part);
      await evaluate(T0 + END);
    }
    expect(await stored(0)).toEqual(expected(scenario, 0));
  });

  test('late data can make the start of the record, or all of it, not monitored', async () => {
    for (const inTime of [[], [scenarioProbe(0, 1, 'up')]]) {
      const late = scenarioProbe(1, 0, 'retired');
      const scenario: Scenario = {
        sources: [{ id: 0, rule: { kind: 'edge' } }],
        policies: [DEFAULT_POLICY],
        window: { from: 0, to: END },
        probes: [...inTime, late],
        lapses: [{ source: 0, component: 0, instance: 1, at: 0 }],
      };
      await clear(world.ctx);
      const evaluate = createEvaluator(world.ctx);
      const rows = await plant(world.ctx, scenario, T0);
      await store(world.ctx, rows.slice(0, -1));
      await evaluate(T0 + 10_000);
      expect((await stored(0))[0]).toMatchObject({ from: iso(0), status: 'unknown' });
      await store(world.ctx, rows.slice(-1));
      await evaluate(T0 + END);
      expect(await stored(0)).toEqual(expected(scenario, 0));
    }
  });

  test('a backdated policy is applied to stored data, not to the memory', async () => {
    await clear(world.ctx);
    const policy: Policy = { ...DEFAULT_POLICY, silenceAfterMs: 3_000, confirmForMs: 1_000, recoverForMs: 2_000 };
    const scenario = eachSecond([policy], (at) => (at % 20_000 < 4_000 ? 'down' : 'up'));
    const rows = await plant(world.ctx, scenario, T0);
    const evaluate = createEvaluator(world.ctx, { retainMs: 1_000 });
    for (const row of rows.slice(0, 38)) {
      await store(world.ctx, [row]);
      await evaluate(row.at + 500);
    }
    await world.ctx.web.query('UPDATE policy_version SET recover_for_ms = 30000'); // as if it had always been so
    for (const row of rows.slice(38)) {
      await store(world.ctx, [row]);
      await evaluate(row.at + 500);
    }
    await evaluate(T0 + END);
    const later = { ...scenario, policies: [{ ...policy, recoverForMs: 30_000 }] };
    expect((await stored(0)).at(-2)).toEqual(expected(later, 0).at(-2));
  });

  test('an evaluator whose clock is behind another deletes nothing', async () => {
    await clear(world.ctx);
    const [fast, slow] = [createEvaluator(world.ctx), createEvaluator(world.ctx)];
    await fast(T0 + 10_000);
    expect(await slow(T0 + 7_000, Number.POSITIVE_INFINITY)).toMatchObject({ evaluatedUntil: T0 + 10_000, windows: 0 });
    expect(await slow(T0 + 7_000)).toMatchObject({ evaluatedUntil: T0 + 7_000, windows: 1 });
  });

  test('the record of dropped raw probes is unchanged', async () => {
    await clear(world.ctx);
    const evaluate = createEvaluator(world.ctx);
    const policy = fc.sample(arbitraryScenario, { numRuns: 1, seed: 1 })[0]?.policies[0] as Policy;
    const scenario: Scenario = {
      sources: [{ id: 0, rule: { kind: 'agent' } }],
      policies: [policy],
      window: { from: 0, to: END },
      probes: Array.from({ length: 60 }, (_, i) => ({
        source: 0,
        component: 0,
        instance: i % 2,
        at: i * 1_000,
        health: i < 30 ? 'up' : 'down',
        dataAgeMs: null,
        latencyUs: null,
      })),
    };
    const rows = await plant(world.ctx, scenario, T0);
    await store(world.ctx, rows);
    await evaluate(T0 + END);
    const before = await stored(0);
    expect(before.length).toBeGreaterThan(1);
    await world.ctx.web.query('DELETE FROM probe');
    await world.ctx.web.query('UPDATE probe_day SET dropped_at = written_at');
    await store(world.ctx, [{ ...(rows[0] as ProbeRow), at: T0 + 15_500 }]);
    await evaluate(T0 + END);
    await expect(rebuildStatus(world.ctx, {})).rejects.toMatchObject({ code: 'invalid_input' });
    expect(await stored(0)).toEqual(before);
  });
});
