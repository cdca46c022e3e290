import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { retireInstance } from '#server/catalog/verbs/retire-instance';
import { loadCurrentStates } from '#server/evaluation/sql/current-states';
import { sourcesAlive } from '#server/evaluation/sql/evaluation';
import { componentIntervals } from '#server/sla/component-record';
import { testWorld } from '#server/test/database';
import { ADA, as } from '#server/test/people';
import { aProbe, startProbes, T0 } from '#server/test/probes';
import { anAlert } from '#server/test/received-alerts';
import { createEvaluator, type Evaluate } from './evaluate.ts';
import { rebuildStatus } from './rebuild-status.ts';

const world = testWorld();
let probes: Awaited<ReturnType<typeof startProbes>>;
let evaluate: Evaluate;
let held: ReadonlySet<number>;
let ids: Record<string, number>;

const iso = (ms: number) => new Date(T0 + ms).toISOString();
const deliver = (source: string, component: string, fromMs: number, toMs: number, health: 'up' | 'down' = 'up') =>
  probes.post(
    source,
    Array.from({ length: Math.floor((toMs - fromMs) / 10_000) + 1 }, (_, i) =>
      aProbe({ component, instance: `${component}-1`, observedAt: iso(fromMs + i * 10_000), health }),
    ),
  );
const reached = async (slug: string) =>
  ((await loadCurrentStates(world.ctx.worker)).get(ids[slug] as number)?.evaluatedUntil ?? 0) - T0;
const statuses = async (component: string, to: number) =>
  (await componentIntervals(world.ctx, { component, from: T0, to: T0 + to })).intervals.map((i) => [
    Date.parse(i.from) - T0,
    i.status,
  ]);

beforeAll(async () => {
  probes = await startProbes(world.ctx);
  ids = Object.fromEntries((await world.ctx.prisma.component.findMany()).map(({ slug, id }) => [slug, id]));
});
afterAll(() => probes.stop());

beforeEach(async () => {
  await world.ctx.web.query('TRUNCATE probe, dirty_range, state_run, raw_status, status_interval, current_state');
  world.clock.set(T0 + 600_000);
  evaluate = createEvaluator(world.ctx);
  await deliver('agent-a', 'serving', 0, 60_000);
  await deliver('agent-b', 'analytics', 0, 60_000);
  const source = await world.ctx.prisma.source.findUniqueOrThrow({ where: { name: 'agent-b' } });
  held = new Set([source.id]);
  await evaluate(T0 + 60_001);
});

describe('while the deliveries of a source are not stored', () => {
  test('its components wait, and the others are evaluated up to now', async () => {
    await deliver('agent-a', 'serving', 70_000, 300_000, 'down');
    await evaluate(T0 + 300_001, 0, held);
    expect([await reached('serving'), await reached('analytics')]).toEqual([300_001, 60_001]);
    expect(await statuses('serving', 300_001)).toEqual([
      [0, 'operational'],
      [70_000, 'major_outage'],
    ]);
    expect(await statuses('analytics', 300_001)).toEqual([[0, 'operational']]);
  });

  test('a component with another source waits as well; components of only that other source do not', async () => {
    await deliver('agent-a', 'analytics', 70_000, 120_000);
    await deliver('agent-a', 'serving', 70_000, 120_000);
    await evaluate(T0 + 120_001, 0, held);
    expect([await reached('serving'), await reached('analytics')]).toEqual([120_001, 60_001]);
  });

  test('late data from before the hold is evaluated for waiting components, too', async () => {
    await evaluate(T0 + 70_001, 0, held);
    await deliver('agent-b', 'analytics', 0, 40_000, 'down');
    await evaluate(T0 + 80_001, 0, held);
    expect((await statuses('analytics', 600_000)).map(([, status]) => status)).toContain('major_outage');
    expect(await reached('analytics')).toBe(60_001);
  });

  test('once they are stored, the record is as it would be without the fault', async () => {
    for (let ms = 70_000; ms <= 200_000; ms += 10_000) {
      await deliver('agent-a', 'serving', ms, ms);
      await evaluate(T0 + ms + 1, 0, held);
    }
    await deliver('agent-b', 'analytics', 70_000, 130_000, 'down');
    await deliver('agent-b', 'analytics', 140_000, 200_000);
    await evaluate(T0 + 200_001);
    expect([await reached('serving'), await reached('analytics')]).toEqual([200_001, 200_001]);
    expect(await statuses('serving', 200_001)).toEqual([[0, 'operational']]);
    const found = await statuses('analytics', 200_001);
    await world.ctx.web.query('TRUNCATE state_run, raw_status, status_interval, current_state');
    await world.ctx.web.query('INSERT INTO dirty_range (from_at, to_at) VALUES ($1, $2)', [iso(0), iso(200_000)]);
    await createEvaluator(world.ctx)(T0 + 200_001);
    expect(found).toEqual(await statuses('analytics', 200_001));
  });

  test('correcting a clock that ran ahead deletes nothing of waiting components', async () => {
    await evaluate(T0 + 300_001, 0, held);
    await evaluate(T0 + 100_001, 0, held);
    expect([await reached('serving'), await reached('analytics')]).toEqual([100_001, 60_001]);
  });

  test('only components that the source still observes wait: not those of former or retired instances', async () => {
    await deliver('agent-b', 'serving', 0, 0);
    await world.ctx.web.query('TRUNCATE probe, dirty_range, state_run, raw_status, status_interval, current_state');
    await deliver('agent-a', 'serving', 0, 200_000);
    await deliver('agent-b', 'serving', 0, 0);
    await deliver('agent-b', 'analytics', 0, 200_000);
    await evaluate(T0 + 200_001);
    await evaluate(T0 + 210_001, 0, held);
    expect([await reached('serving'), await reached('analytics')], 'reported once').toEqual([210_001, 200_001]);
    world.clock.set(T0 + 212_000);
    await retireInstance(as(world.ctx, ADA), { component: 'analytics', instance: 'analytics-1' });
    await evaluate(T0 + 212_001);
    await evaluate(T0 + 220_001, 0, held);
    expect([await reached('serving'), await reached('analytics')], 'retired').toEqual([220_001, 220_001]);
  });

  test('a source of alerts holds back only components with a firing alert', async () => {
    const notify = (component: string, endsAt?: number) =>
      probes.notify('alerts', {
        alerts: [
          anAlert({
            startsAt: T0 + 10_000,
            ...(endsAt === undefined ? {} : { endsAt }),
            labels: { component, instance: 'a' },
          }),
        ],
      });
    await notify('serving');
    await notify('analytics');
    await notify('serving', T0 + 20_000);
    await evaluate(T0 + 60_002);
    const { id } = await world.ctx.prisma.source.findUniqueOrThrow({ where: { name: 'alerts' } });
    await evaluate(T0 + 70_001, 0, new Set([id]));
    expect([await reached('serving'), await reached('analytics')]).toEqual([70_001, 60_002]);
  });

  test('after a restart its components still wait', async () => {
    await deliver('agent-a', 'serving', 70_000, 120_000);
    await evaluate(T0 + 120_001, 0, held);
    await createEvaluator(world.ctx)(T0 + 130_001, 60_000, held);
    expect([await reached('serving'), await reached('analytics')]).toEqual([130_001, 60_001]);
    expect(
      (await sourcesAlive(world.ctx.ingest)).map(({ evaluatedUntil, sourceIds }) => [
        evaluatedUntil - T0,
        sourceIds.length,
      ]),
    ).toEqual([
      [60_001, 1],
      [130_001, 1],
    ]);
    await deliver('agent-b', 'analytics', 70_000, 130_000);
    await createEvaluator(world.ctx)(T0 + 130_001);
    expect(await statuses('analytics', 130_001)).toEqual([[0, 'operational']]);
  });

  test.each([
    ['of all components', {}],
    ['of what is ahead', { component: 'serving' }],
    ['of what waits', { component: 'analytics' }],
    ['up to before the end of what waits', { to: T0 + 50_000 }],
  ])('a rebuild %s leaves each where it was evaluated', async (_, input) => {
    await deliver('agent-a', 'serving', 70_000, 120_000, 'down');
    await evaluate(T0 + 120_001, 0, held);
    const before = await Promise.all(['serving', 'analytics'].map((slug) => statuses(slug, 120_001)));
    await rebuildStatus(world.ctx, input);
    expect([await reached('serving'), await reached('analytics')]).toEqual([120_001, 60_001]);
    expect(await Promise.all(['serving', 'analytics'].map((slug) => statuses(slug, 120_001)))).toEqual(before);
    await evaluate(T0 + 125_001, 0, held);
    expect([await reached('serving'), await reached('analytics')]).toEqual([125_001, 60_001]);
  });
});
