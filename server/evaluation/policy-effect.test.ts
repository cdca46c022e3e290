import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_POLICY, type Policy } from '#domain/measurement/policy';
import type { MonthEffect, PolicyEffect } from '#domain/sla/policy-effect';
import { historyPeriod } from '#domain/sla/uptime-history';
import { arbitraryPolicies, arbitraryScenario, END } from '#domain/test/arbitrary-scenario';
import { effectiveIntervals, rawIntervals, type Scenario } from '#domain/test/naive-reference';
import { monthOf } from '#domain/time/calendar';
import { rotatePartitions } from '#server/ingest/sql/partitions';
import { componentIntervals } from '#server/sla/component-record';
import { testWorld } from '#server/test/database';
import { clear, plant, store } from '#server/test/scenarios';
import { agentsReporting } from './agents-reporting.ts';
import { reEvaluate } from './apply-policy-change.ts';
import { createEvaluator } from './evaluate.ts';
import { policyEffect } from './policy-effect.ts';

const T0 = Date.parse('2022-03-30T12:00:00Z');
const LATER = Number.POSITIVE_INFINITY;
const SLUGS = ['serving', 'analytics'];
const TARGETS = [999_000, 999_500];
const PIECE_ROWS = 15;
const world = testWorld(T0 + END);

/** Rows with one key count once, as the worse: the reference must see what the database keeps. */
function withoutRepeats(scenario: Scenario): Scenario {
  const byKey = new Map(scenario.probes.map((o) => [`${o.source}/${o.component}/${o.instance}/${o.at}`, o]));
  return { ...scenario, probes: [...byKey.values()] };
}

function expected(scenario: Scenario, component: number) {
  return effectiveIntervals(rawIntervals(scenario, component), scenario.policies).map((i) => ({
    ...i,
    from: i.from + T0,
    to: i.to + T0,
  }));
}

async function stored(component: string) {
  const { intervals } = await componentIntervals(world.ctx, { component, from: T0, to: T0 + END });
  return intervals.map(({ from, to, status }) => ({ from: Date.parse(from), to: Date.parse(to), status }));
}

/** Writes a further version for both components, as a change of the catalogue does. */
async function addVersion({ version, effectiveFrom, ...rules }: Policy): Promise<void> {
  const from = new Date(T0 + effectiveFrom);
  for (const slug of SLUGS)
    await world.ctx.prisma.policyVersion.create({
      data: {
        ...rules,
        version,
        effectiveFrom: from,
        component: { connect: { slug } },
        reEvaluation: { create: { fromAt: from } },
      },
    });
}

async function reEvaluateAll(): Promise<number> {
  let pieces = 0;
  while (await reEvaluate(world.ctx, PIECE_ROWS)) pieces++;
  return pieces;
}

/** Stores and evaluates a scenario by only the first of its versions. */
async function evaluatedByFirst(scenario: Scenario): Promise<number> {
  await clear(world.ctx);
  const rows = await plant(world.ctx, { ...scenario, policies: scenario.policies.slice(0, 1) }, T0);
  await store(world.ctx, rows);
  await createEvaluator(world.ctx)(T0 + END);
  return rows.length;
}

const twoVersions = arbitraryPolicies.filter((policies) => policies.length === 2);

describe('a backdated version', () => {
  test('is previewed as it will be evaluated, and its period is re-evaluated', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryScenario, twoVersions, async (drawn, policies) => {
        const scenario = withoutRepeats({ ...drawn, policies });
        if ((await evaluatedByFirst(scenario)) === 0) return;
        const later = policies[1] as Policy; // there are two
        const before = await world.ctx.web.query('SELECT * FROM state_run ORDER BY series_id, at');
        const effects = await Promise.all(
          SLUGS.map((component) =>
            policyEffect(world.ctx, {
              component,
              now: LATER,
              policy: { ...later, effectiveFrom: T0 + later.effectiveFrom },
            }),
          ),
        );
        expect((await world.ctx.web.query('SELECT * FROM state_run ORDER BY series_id, at')).rows).toEqual(before.rows);
        for (const [i, effect] of effects.entries()) {
          const figuresOf = (versions: readonly Policy[]) =>
            historyPeriod(
              expected({ ...scenario, policies: [...versions] }, i),
              monthOf(T0),
              { targetMillionths: TARGETS[i] as number, coverageFloor: later.coverageFloor },
              T0 + END,
            );
          if (!effect) continue;
          expect(effect.isSupposed).toBe(false);
          expect(sums(monthIn(effect, T0).asIs)).toEqual(sums(figuresOf(policies.slice(0, 1))));
          expect(sums(monthIn(effect, T0).asIf)).toEqual(sums(figuresOf(policies)));
        }
        await addVersion(later);
        await reEvaluateAll();
        for (const [i, slug] of SLUGS.entries()) expect(await stored(slug)).toEqual(expected(scenario, i));
        expect(await world.ctx.prisma.reEvaluation.count()).toBe(0);
      }),
      { numRuns: Number(process.env.FC_RUNS ?? 30) },
    );
  });
});

/** The month that holds `t`. */
function monthIn({ months }: PolicyEffect, t: number): MonthEffect {
  return months.find(({ asIs }) => asIs.from <= t && t < asIs.to) as MonthEffect; // the scenario lies in it
}

function sums({
  upMs,
  downMs,
  degradedMs,
  unknownMs,
  uptimeMillionths,
  met,
  budget,
}: ReturnType<typeof historyPeriod>) {
  return { upMs, downMs, degradedMs, unknownMs, uptimeMillionths, met, budget };
}

describe('a preview', () => {
  const rules = { ...DEFAULT_POLICY, version: 2, effectiveFrom: T0 + END };
  const effectOf = (change: Partial<Policy>, rowsMax?: number) =>
    policyEffect(world.ctx, { component: 'serving', now: LATER, policy: { ...rules, ...change } }, rowsMax);

  /** Two instances, observed each second for a minute; one of them is down from second 20 to 40. */
  async function halfDown(): Promise<void> {
    await evaluatedByFirst({
      sources: [{ id: 0, rule: { kind: 'agent' } }],
      policies: [{ ...DEFAULT_POLICY, confirmForMs: 5_000, recoverForMs: 5_000 }],
      window: { from: 0, to: END },
      probes: Array.from({ length: 120 }, (_, i) => {
        const at = (i >> 1) * 1_000;
        const isDown = i % 2 === 1 && at >= 20_000 && at < 40_000;
        return {
          source: 0,
          component: 0,
          instance: i % 2,
          at,
          health: isDown ? 'down' : 'up',
          dataAgeMs: 7_000,
          latencyUs: null,
        };
      }),
    });
  }

  test('of a future version assumes that it had applied since the month began, as far as probes are stored', async () => {
    await halfDown();
    const stricter = await effectOf({ confirmForMs: 30_000 });
    expect(stricter).toMatchObject({
      isSupposed: true,
      cutBy: null,
      from: Date.parse('2022-03-01T00:00:00Z'),
      months: [{ asIs: { downMs: 20_000 }, asIf: { downMs: 0, upMs: END } }],
    });
    const fresher = await effectOf({ dataAgeLimitMs: 6_999 });
    expect(fresher).toMatchObject({
      isSupposed: true,
      cutBy: 'storage',
      from: T0,
      months: [{ asIs: { downMs: 20_000 }, asIf: { downMs: END, upMs: 0 } }],
    });
  });

  test('of a version that takes effect at once is not about the past, also where evaluation has gone on since', async () => {
    await halfDown();
    const policy = { ...rules, effectiveFrom: T0 + END - 2_000, confirmForMs: 30_000 };
    const effectAt = (now: number) => policyEffect(world.ctx, { component: 'serving', policy, now });
    expect(await effectAt(policy.effectiveFrom)).toMatchObject({ isSupposed: true });
    expect(await effectAt(LATER)).toMatchObject({ isSupposed: false });
  });

  test('evaluates only the end of a period that is too long, and leaves the time before as it is', async () => {
    await halfDown();
    const effect = await effectOf({ dataAgeLimitMs: 6_999, confirmForMs: 5_000 }, 60);
    expect(effect).toMatchObject({
      cutBy: 'limit',
      from: T0 + 29_001,
      months: [{ asIs: { downMs: 20_000 }, asIf: { downMs: END - 20_000, upMs: 20_000 } }],
    });
  });

  test('of a version that reaches into the month before shows both months', async () => {
    const ago = Date.parse('2022-04-01T00:00:30Z') - T0;
    await rotatePartitions(world.ctx.worker, T0 + ago);
    await evaluatedByFirst({
      sources: [{ id: 0, rule: { kind: 'edge' } }],
      policies: [{ ...DEFAULT_POLICY, confirmForMs: 5_000, recoverForMs: 5_000 }],
      window: { from: 0, to: END },
      probes: [
        { source: 0, component: 0, instance: 0, at: 0, health: 'up', dataAgeMs: null, latencyUs: null },
        { source: 0, component: 0, instance: 0, at: ago - 40_000, health: 'down', dataAgeMs: null, latencyUs: null },
        { source: 0, component: 0, instance: 0, at: ago - 20_000, health: 'up', dataAgeMs: null, latencyUs: null },
      ],
    });
    await createEvaluator(world.ctx)(T0 + ago);
    const effect = await policyEffect(world.ctx, {
      component: 'serving',
      now: LATER,
      policy: { ...rules, effectiveFrom: T0 + ago - 60_000, confirmForMs: 30_000 },
    });
    expect(
      effect?.months.map(({ asIs, asIf }) => [new Date(asIs.from).toISOString().slice(0, 7), asIs.downMs, asIf.downMs]),
    ).toEqual([
      ['2022-04', 10_000, 0],
      ['2022-03', 10_000, 0],
    ]);
  });

  test('uses probes while a re-evaluation is pending, because stored states then follow two versions', async () => {
    await halfDown();
    await addVersion({ ...rules, effectiveFrom: 0, confirmForMs: 5_000, recoverForMs: 5_000, dataAgeLimitMs: 6_999 });
    const policy = {
      ...rules,
      version: 3,
      effectiveFrom: T0 + 1,
      confirmForMs: 4_000,
      recoverForMs: 5_000,
      dataAgeLimitMs: 6_999,
    };
    expect(await policyEffect(world.ctx, { component: 'serving', now: LATER, policy })).toMatchObject({
      months: [{ asIs: { downMs: 20_000 }, asIf: { downMs: END - 1 } }],
    });
  });

  test('of a component that was never evaluated is empty', async () => {
    await clear(world.ctx);
    expect(await effectOf({})).toBeNull();
    await expect(policyEffect(world.ctx, { component: 'nothing', now: LATER, policy: rules })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

test('returns the interval at which an agent reports', async () => {
  await evaluatedByFirst({
    sources: [0, 1].map((id) => ({ id, rule: { kind: 'agent' } })),
    policies: [DEFAULT_POLICY],
    window: { from: 0, to: END },
    probes: [0, 1].flatMap((source) =>
      Array.from({ length: 5 }, (_, i) => ({
        source,
        component: 0,
        instance: 0,
        at: i * (source + 1) * 5_003,
        health: 'up' as const,
        dataAgeMs: null,
        latencyUs: null,
      })),
    ),
  });
  expect(await agentsReporting(world.ctx, 'serving')).toEqual([
    { source: 'source-0', intervalMs: 5_000 },
    { source: 'source-1', intervalMs: 10_000 },
  ]);
  expect(await agentsReporting(world.ctx, 'analytics')).toEqual([]);
});
