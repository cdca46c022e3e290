import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loadHeads } from '../db/sql/component-heads.ts';
import { componentIntervals } from '../sla/component-record.ts';
import { testWorld } from '../test/database.ts';
import { aProbe, startProbes, T0 } from '../test/probes.ts';
import { createEvaluator, type Evaluate } from './evaluate.ts';

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
const reached = async (slug: string) => ((await loadHeads(world.ctx.worker)).get(ids[slug] as number)?.judgedUpTo ?? 0) - T0;
const statuses = async (component: string, to: number) =>
  (await componentIntervals(world.ctx, { component, from: T0, to: T0 + to })).intervals.map((i) => [Date.parse(i.from) - T0, i.status]);

beforeAll(async () => {
  probes = await startProbes(world.ctx);
  ids = Object.fromEntries((await world.ctx.prisma.component.findMany()).map(({ slug, id }) => [slug, id]));
});
afterAll(() => probes.stop());

beforeEach(async () => {
  await world.ctx.web.query('TRUNCATE observation, touched_span, state_run, raw_status, status_interval, component_head');
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

  test('a component that is also observed by another source waits, and what that source alone observes does not', async () => {
    await deliver('agent-a', 'analytics', 70_000, 120_000);
    await deliver('agent-a', 'serving', 70_000, 120_000);
    await evaluate(T0 + 120_001, 0, held);
    expect([await reached('serving'), await reached('analytics')]).toEqual([120_001, 60_001]);
  });

  test('late data of the time before is evaluated for those that wait, too', async () => {
    await evaluate(T0 + 70_001, 0, held);
    await deliver('agent-b', 'analytics', 0, 40_000, 'down');
    await evaluate(T0 + 80_001, 0, held);
    expect((await statuses('analytics', 600_000)).map(([, status]) => status)).toContain('major_outage');
    expect(await reached('analytics')).toBe(60_001);
  });

  test('when they are stored the record is what it had been without the fault', async () => {
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
    await world.ctx.web.query('TRUNCATE state_run, raw_status, status_interval, component_head');
    await world.ctx.web.query('INSERT INTO touched_span (from_at, to_at) VALUES ($1, $2)', [iso(0), iso(200_000)]);
    await createEvaluator(world.ctx)(T0 + 200_001);
    expect(found).toEqual(await statuses('analytics', 200_001));
  });

  test('a clock that ran ahead and is set right takes back nothing of what waits', async () => {
    await evaluate(T0 + 300_001, 0, held);
    await evaluate(T0 + 100_001, 0, held);
    expect([await reached('serving'), await reached('analytics')]).toEqual([100_001, 60_001]);
  });
});
