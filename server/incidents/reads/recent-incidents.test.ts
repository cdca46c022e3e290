import { expect, test } from 'vitest';
import { backfillIncident } from '#server/incidents/verbs/backfill-incident';
import { testWorld } from '#server/test/database';
import { anIncident } from '#server/test/incidents';
import { as, ED } from '#server/test/people';
import { recentIncidents } from './recent-incidents.ts';

const world = testWorld();
const HOUR_MS = 3_600_000;
const iso = (t: number) => new Date(t).toISOString();

async function plant(title: string, hoursAgo: number): Promise<void> {
  const startedAt = world.clock.now() - hoursAgo * HOUR_MS;
  const affected = [{ component: 'serving', status: 'partial_outage' as const }];
  const begun = { state: 'investigating' as const, body: 'Slow answers.', occurredAt: iso(startedAt), affected };
  const over = { state: 'resolved' as const, body: `${title} is over.`, occurredAt: iso(startedAt + HOUR_MS) };
  await backfillIncident(as(world.ctx, ED), { title, startedAt: iso(startedAt), updates: [begun, over] });
}

test('the three latest resolved incidents are recent, and open ones are not', async () => {
  expect(await recentIncidents(world.ctx)).toEqual([]);
  await plant('Fifth', 50);
  await plant('Fourth', 40);
  await plant('Third', 30);
  await plant('Second', 20);
  expect((await recentIncidents(world.ctx)).map(({ title, excerpt }) => [title, excerpt])).toEqual([
    ['Second', 'Second is over.'],
    ['Third', 'Third is over.'],
    ['Fourth', 'Fourth is over.'],
  ]);
  const open = await anIncident(world);
  expect((await recentIncidents(world.ctx)).map(({ publicId }) => publicId)).not.toContain(open);
  expect(await recentIncidents(world.ctx)).toHaveLength(3);
});

test('an incident without an outage comes with its measured time of degraded performance', async () => {
  const MINUTE_MS = 60_000;
  const startedAt = world.clock.now() - 10 * HOUR_MS;
  const at = (minutes: number) => new Date(startedAt + minutes * MINUTE_MS);
  const { id: componentId } = await world.ctx.prisma.component.findFirstOrThrow({ where: { slug: 'serving' } });
  await world.ctx.prisma.$executeRaw`INSERT INTO status_interval (component_id, from_at, to_at, status) VALUES
    (${componentId}, ${at(-5)}, ${at(12)}, 'degraded_performance'), (${componentId}, ${at(12)}, ${at(90)}, 'operational')`;
  const affected = [{ component: 'serving', status: 'degraded_performance' as const }];
  const updates = [
    { state: 'investigating' as const, body: 'Slow.', occurredAt: iso(startedAt), affected },
    { state: 'resolved' as const, body: 'Over.', occurredAt: iso(startedAt + HOUR_MS) },
  ];
  await backfillIncident(as(world.ctx, ED), { title: 'Slow', startedAt: iso(startedAt), updates });
  const [latest] = await recentIncidents(world.ctx);
  expect([latest?.title, latest?.degradedMs]).toEqual(['Slow', 12 * MINUTE_MS]);
});
