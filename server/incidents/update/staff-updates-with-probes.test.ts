import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { runAutomation } from '#server/incidents/automation/run-automation';
import { acknowledgeIncident } from '#server/incidents/verbs/acknowledge-incident';
import { mergeIncident } from '#server/incidents/verbs/merge-incident';
import { openIncident } from '#server/incidents/verbs/open-incident';
import { postUpdate } from '#server/incidents/verbs/post-update';
import { resolveIncident } from '#server/incidents/verbs/resolve-incident';
import { withdrawIncident } from '#server/incidents/verbs/withdraw-incident';
import { componentUptime } from '#server/sla/component-record';
import { testWorld } from '#server/test/database';
import { anIncident, storedIncident } from '#server/test/incidents';
import { startFleet } from '#server/test/outages';
import { as, CORY } from '#server/test/people';

const T0 = Date.parse('2022-03-30T12:00:00Z');
const MINUTE = 60_000;
const world = testWorld(T0);
const cory = () => as(world.ctx, CORY);
const db = () => world.ctx.prisma;
const rowOf = (publicId: string) => storedIncident(world, publicId);
const iso = (t: number) => new Date(t).toISOString();

describe('with monitoring', () => {
  let fleet: Awaited<ReturnType<typeof startFleet>>;
  beforeAll(async () => {
    await db().incident.updateMany({ data: { state: 'resolved', resolvedAt: new Date(T0) } });
    fleet = await startFleet(world);
    await fleet.run(T0 + 10 * MINUTE);
    await fleet.run(T0 + 12 * MINUTE, { serving: 'major' });
  });
  afterAll(() => fleet.stop());
  beforeEach(() => fleet.run(world.clock.now() + MINUTE, { serving: 'major' }));
  const automatic = () => db().incident.findFirstOrThrow({ where: { origin: 'automatic' }, orderBy: { id: 'desc' } });

  test('resolving during an outage needs a reason, which is audited, and the error shows monitoring', async () => {
    const { publicId: incident } = await automatic();
    const red = {
      code: 'reason_needed',
      more: { probes: [{ component: 'serving', name: 'Serving', status: 'major_outage' }] },
    };
    await expect(resolveIncident(cory(), { incident, body: 'Over.' })).rejects.toMatchObject(red);
    await expect(postUpdate(cory(), { incident, body: 'Over.', state: 'resolved' })).rejects.toMatchObject(red);
    const recovered = { incident, body: 'Well.', affected: [{ component: 'serving', status: 'operational' as const }] };
    await expect(postUpdate(cory(), recovered)).rejects.toMatchObject(red);
    await postUpdate(cory(), { ...recovered, affected: [{ component: 'analytics', status: 'operational' }] }); // which probes do not show down
    const reason = 'Probes look at a fleet that is gone.';
    await postUpdate(cory(), { incident, body: 'Over.', state: 'resolved', reason });
    expect((await rowOf(incident)).components.find(({ componentId }) => componentId === 1)).toMatchObject({
      status: 'major_outage',
    }); // as monitoring shows
    await postUpdate(cory(), { incident, body: 'Not over.', state: 'investigating' });
    await resolveIncident(cory(), { incident, body: 'Over.', reason });
    expect(
      await db().auditRow.findFirst({ where: { action: 'incident:resolve' }, orderBy: { seq: 'desc' } }),
    ).toMatchObject({
      reason: 'Probes look at a fleet that is gone.',
      actorId: 'cory',
    });
    expect((await rowOf(incident)).components.find(({ componentId }) => componentId === 1)).toMatchObject({
      status: 'major_outage',
    }); // not set to operational against monitoring
    expect(await runAutomation(world.ctx)).toBe(0); // the state set by a person stays
  });

  test('acknowledging moves the incident; withdrawing changes no uptime, and the outage opens no other incident', async () => {
    await db().incident.updateMany({
      where: { origin: 'automatic' },
      data: { acknowledgedAt: null, state: 'detected', resolvedAt: null },
    });
    const { publicId: incident } = await automatic();
    expect(await acknowledgeIncident(cory(), { incident })).toMatchObject({ state: 'investigating' });
    const figure = async () => componentUptime(world.ctx, { component: 'serving', from: T0, to: world.clock.now() });
    const before = await figure();
    expect(before.downMs).toBeGreaterThan(0);
    await withdrawIncident(cory(), { incident, reason: 'A drill.' });
    expect(await figure()).toEqual(before);
    expect(await runAutomation(world.ctx)).toBe(0);
    expect(await rowOf(incident)).toMatchObject({ state: 'resolved', withdrawnReason: 'A drill.' });
  });

  test('held incidents are internal until someone acknowledges them', async () => {
    await db().incidentSetting.create({
      data: { componentId: 1, publish: 'never', holdMs: 0, resolve: 'by_person', rejoinWithinMs: 0, joinWithinMs: 0 },
    });
    await fleet.run(world.clock.now() + 3 * MINUTE);
    await fleet.run(world.clock.now() + MINUTE, { serving: 'partial' });
    const held = await automatic();
    expect([held.publicAt, held.state]).toEqual([null, 'detected']);
    await postUpdate(cory(), {
      incident: held.publicId,
      body: 'Looks like the agency proxy again.',
      audience: ['internal'],
    });
    await acknowledgeIncident(cory(), { incident: held.publicId });
    const row = await rowOf(held.publicId);
    expect(row.publicAt).toEqual(new Date(world.clock.now()));
    expect(row.updates.at(-1)).toMatchObject({
      audience: ['public', 'internal'],
      notifies: true,
      body: row.updates[0]?.body,
    });
    await db().incidentSetting.deleteMany();
  });

  test('merging hands over episodes to the other incident', async () => {
    const from = await automatic();
    const { incident: into } = await anIncident(world, { startedAt: iso(world.clock.now()) });
    await mergeIncident(cory(), { incident: from.publicId, into, reason: 'One cause.' });
    const row = await db().incident.findUniqueOrThrow({
      where: { publicId: into },
      include: { episodes: true, components: true },
    });
    expect([row.episodes.length, row.components.length, row.startedAt]).toEqual([1, 1, from.startedAt]);
    await expect(postUpdate(cory(), { incident: from.publicId, body: 'b' })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await runAutomation(world.ctx)).toBe(0);
  });
});

test('an incident that staff opened before the confirmation takes the outage', async () => {
  await db().incident.updateMany({ data: { state: 'postmortem', resolvedAt: new Date(T0) } });
  await openIncident(cory(), {
    title: 'Serving answers slowly',
    body: 'b',
    affected: [{ component: 'serving', status: 'degraded_performance' }],
  });
  const fleet = await startFleet(world);
  const now = world.clock.now();
  await fleet.run(now + 5 * MINUTE);
  await fleet.run(now + 7 * MINUTE, { serving: 'partial' });
  const open = await db().incident.findMany({
    where: { state: { notIn: ['postmortem'] } },
    include: { episodes: true, updates: true },
  });
  expect(open.map(({ origin, episodes, updates }) => [origin, episodes.length, updates.length])).toEqual([
    ['staff', 1, 1],
  ]);
  await fleet.stop();
});
