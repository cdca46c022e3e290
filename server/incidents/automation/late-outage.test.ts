import { afterAll, beforeAll, expect, test } from 'vitest';
import { reconcileStaffAlerts } from '#server/alerting/reconcile-alerts';
import { verifyAudit } from '#server/audit/verify-audit';
import { resolveIncident } from '#server/incidents/verbs/resolve-incident';
import { testWorld } from '#server/test/database';
import { startFleet } from '#server/test/outages';
import { ADA, as, CORY } from '#server/test/people';

const T0 = Date.parse('2022-03-30T12:00:00Z');
const MINUTE = 60_000;
const at = (minutes: number) => T0 + minutes * MINUTE;
const world = testWorld(T0);
let fleet: Awaited<ReturnType<typeof startFleet>>;
beforeAll(async () => {
  fleet = await startFleet(world);
});
afterAll(() => fleet.stop());

const incidents = () =>
  world.ctx.prisma.incident.findMany({
    include: { episodes: true, updates: { orderBy: { id: 'asc' }, include: { impacts: true } }, components: true },
  });
const alerts = async () =>
  (await world.ctx.prisma.staffAlert.findMany({ orderBy: { id: 'asc' } }))
    .filter(({ key }) => key.startsWith('outage'))
    .map(({ cleared }) => (cleared === null ? 'active' : 'cleared'));

test('late data that shows an ongoing outage reopens a resolved incident and alerts staff', async () => {
  await fleet.run(at(5));
  await fleet.run(at(8), { serving: 'major' });
  await reconcileStaffAlerts(world.ctx, T0);
  await fleet.run(at(12));
  const [incident] = await incidents();
  await resolveIncident(as(world.ctx, CORY), { incident: incident?.publicId ?? '', body: 'It is over.' });
  await reconcileStaffAlerts(world.ctx, T0);
  expect(await alerts()).toEqual(['cleared']);

  await world.ctx.prisma.source.create({ data: { name: 'late', createdAt: new Date(T0) } });
  for (let t = at(8) - 30_000; t <= at(12); t += 10_000) await fleet.observeAs(['late'], t, 'down');
  world.clock.set(at(12) + 1_000);
  await fleet.evaluate();

  const [back, ...others] = await incidents();
  expect(others).toEqual([]);
  expect(back).toMatchObject({
    state: 'detected',
    resolvedAt: null,
    episodes: [{ toAt: null, removedAt: null, level: 3 }],
    components: [{ status: 'major_outage' }],
  });
  expect(back?.updates.at(-1)).toMatchObject({
    audience: ['public', 'internal'],
    notifies: true,
    authorId: 'automation',
    impacts: [{ newStatus: 'major_outage' }],
  });
  expect(back?.updates.at(-1)?.body).toMatch(
    /^Serving has not recovered: late data .*Serving has been down since 12:05 UTC/,
  );
  expect(await world.ctx.prisma.auditRow.count({ where: { action: 'incident:reopen' } })).toBe(1);
  expect(await verifyAudit(as(world.ctx, ADA))).toMatchObject({ broken: null });
  await reconcileStaffAlerts(world.ctx, T0);
  expect(await alerts()).toEqual(['active']);
});

// Late data (domain/automation/revise-episode.ts: revise, remove) changes the times that readers see without an update.
test('late data that moves the times of a public incident changes its last update and sends no notification', async () => {
  const since = world.clock.now();
  await fleet.run(since + 5 * MINUTE);
  const from = world.clock.now();
  await fleet.run(from + 2 * MINUTE, { analytics: 'major' });
  await fleet.run(from + 12 * MINUTE);
  const before = (await incidents()).find(({ title }) => title.includes('Analytics'));
  expect(before?.publicAt).not.toBeNull();
  const episode = before?.episodes.find(({ componentId }) =>
    before.components.some((one) => one.componentId === componentId),
  );
  await world.ctx.prisma.episode.update({ where: { id: episode?.id ?? 0 }, data: { fromAt: new Date(from - MINUTE) } }); // as if earlier data had shown this start
  await fleet.evaluate();
  const after = (await incidents()).find(({ id }) => id === before?.id);
  expect(after?.episodes[0]?.fromAt).toEqual(episode?.fromAt);
  expect(after?.publicUpdatedAt).toEqual(new Date(world.clock.now()));
  expect(after?.publicUpdatedAt).not.toEqual(before?.publicUpdatedAt);
  expect(after?.updates).toHaveLength(before?.updates.length ?? -1);
});
