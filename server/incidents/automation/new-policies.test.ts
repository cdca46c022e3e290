import { afterAll, beforeAll, expect, test } from 'vitest';
import { addPolicy } from '#server/catalog/verbs/add-policy';
import { reEvaluate } from '#server/evaluation/apply-policy-change';
import { resolveIncident } from '#server/incidents/verbs/resolve-incident';
import { rotatePartitions } from '#server/ingest/sql/partitions';
import { testWorld } from '#server/test/database';
import { startFleet } from '#server/test/outages';
import { as, CORY, ED } from '#server/test/people';
import { runAutomation } from './run-automation.ts';

const T0 = Date.parse('2022-03-30T12:00:00Z');
const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const world = testWorld(T0);
let fleet: Awaited<ReturnType<typeof startFleet>>;
beforeAll(async () => {
  fleet = await startFleet(world, ['serving']);
});
afterAll(() => fleet.stop());

const only = () => world.ctx.prisma.incident.findFirstOrThrow({ include: { episodes: true, notes: true } });
const done = async () =>
  (await world.ctx.prisma.auditRow.findMany({ where: { objectKind: 'incident' }, orderBy: { seq: 'asc' } })).map(
    ({ action }) => action,
  );

test('a new policy changes the incident of an old outage once, after the whole outage is re-evaluated', async () => {
  await fleet.run(T0 + 2 * MINUTE);
  await fleet.run(T0 + 64 * MINUTE, { serving: 'partial' });
  await fleet.run(T0 + 70 * MINUTE);
  const { publicId, startedAt, episodes } = await only();
  expect(episodes).toMatchObject([{ removedAt: null }]);
  await resolveIncident(as(world.ctx, CORY), { incident: publicId, body: 'It is over.' });
  const before = await done();

  world.clock.set(T0 + 4 * DAY);
  await rotatePartitions(world.ctx.worker, world.clock.now());
  await fleet.run(T0 + 4 * DAY + MINUTE);
  expect(await done()).toEqual(before);
  await addPolicy(as(world.ctx, ED), {
    component: 'serving',
    policy: {
      version: 2,
      from: new Date(T0 + MINUTE).toISOString(),
      confirmForSeconds: 3_600,
      partialAt: 40,
      majorAt: 50,
    },
    reason: 'A third of the instances is spare.',
  });
  let pieces = 0;
  for (; await reEvaluate(world.ctx); pieces++) await runAutomation(world.ctx);
  expect(pieces).toBeGreaterThan(2);
  await runAutomation(world.ctx);
  expect((await done()).slice(before.length)).toEqual(['incident:remove-episode']);
  const after = await only();
  expect(after).toMatchObject({
    startedAt,
    state: 'resolved',
    episodes: [{ removedAt: expect.any(Date) }],
    notes: [{ authorId: 'automation' }],
  });
  expect(after.notes[0]?.body).toContain('the policy for that time changed');
  expect(await world.ctx.prisma.$queryRaw`SELECT look_from FROM automation_progress`).toEqual([{ look_from: null }]);
  expect(await runAutomation(world.ctx)).toBe(0);
});
