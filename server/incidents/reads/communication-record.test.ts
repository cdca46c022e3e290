import { afterAll, beforeAll, expect, test } from 'vitest';
import { runAutomation } from '#server/incidents/automation/run-automation';
import { backfillIncident } from '#server/incidents/verbs/backfill-incident';
import { mergeIncident } from '#server/incidents/verbs/merge-incident';
import { postUpdate } from '#server/incidents/verbs/post-update';
import { testWorld } from '#server/test/database';
import { anIncident } from '#server/test/incidents';
import { startFleet } from '#server/test/outages';
import { as, CORY, ED } from '#server/test/people';
import { communicationRecord } from './communication-record.ts';

const T0 = Date.parse('2022-03-30T12:00:00Z');
const MINUTE = 60_000;
const world = testWorld(T0);
let fleet: Awaited<ReturnType<typeof startFleet>>;
beforeAll(async () => {
  fleet = await startFleet(world, ['serving', 'analytics']);
});
afterAll(() => fleet.stop());
const templateTexts = async () =>
  (await communicationRecord(world.ctx)).incidents.map(({ firstUpdateMs }) => firstUpdateMs);

test('an outage from before incident automation is published, and its first update is not measured', async () => {
  for (let at = T0; at <= T0 + 40 * MINUTE; at += 10_000) {
    world.clock.set(at + 1);
    await fleet.observe(at, (component) => (component === 'serving' && at >= T0 + 5 * MINUTE ? 'major' : 'up'));
    await fleet.evaluate(async () => 0);
  }
  await runAutomation(world.ctx);
  expect(await world.ctx.prisma.incident.count({ where: { publicAt: { not: null } } })).toBe(1);
  expect(await templateTexts()).toEqual([null]);
  expect((await communicationRecord(world.ctx)).quarters).toMatchObject([{ incidents: 1, firstUpdateMs: null }]);
});

test('the next outage is measured', async () => {
  await fleet.run(T0 + 60 * MINUTE, { serving: 'major' });
  await fleet.run(T0 + 62 * MINUTE, { serving: 'major', analytics: 'major' });
  expect(await templateTexts()).toEqual([1, null]);
});

test('a merged incident counts as part of its target, because readers were informed there', async () => {
  const { incident: early } = await anIncident(world, { title: 'Early', separate: true });
  world.clock.set(world.clock.now() + 10 * MINUTE);
  const { incident: late } = await anIncident(world, { title: 'Late', separate: true, audience: ['internal'] });
  world.clock.set(world.clock.now() + 10 * MINUTE);
  await postUpdate(as(world.ctx, CORY), {
    incident: late,
    body: 'We look.',
    nextUpdateBy: new Date(world.clock.now() + MINUTE).toISOString(),
  });
  const of = async (title: string) =>
    (await communicationRecord(world.ctx)).incidents.find((one) => one.title === title);
  expect(await of('Late')).toMatchObject({ firstUpdateMs: 10 * MINUTE });
  await mergeIncident(as(world.ctx, ED), { incident: early, into: late, reason: 'The same.' });
  expect([await of('Early'), await of('Late')]).toMatchObject([undefined, { firstUpdateMs: 0 }]);
});

test('the post-mortem of a backfilled incident is not measured', async () => {
  const iso = (t: number) => new Date(t).toISOString();
  const update = (state: 'investigating' | 'resolved' | 'postmortem', t: number) => ({
    state,
    body: 'a',
    occurredAt: iso(t),
  });
  const updates = [
    update('investigating', T0 - 90 * MINUTE),
    update('resolved', T0 - 60 * MINUTE),
    update('postmortem', T0 - 30 * MINUTE),
  ];
  await backfillIncident(as(world.ctx, ED), { title: 'Entered', startedAt: iso(T0 - 90 * MINUTE), updates });
  expect((await communicationRecord(world.ctx)).incidents.find(({ title }) => title === 'Entered')).toMatchObject({
    firstUpdateMs: null,
    postmortemMs: null,
  });
});
