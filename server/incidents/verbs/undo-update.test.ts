import { beforeEach, describe, expect, test } from 'vitest';
import { fanOut } from '#server/delivery/fan-out';
import { publicIncident, publicIncidents } from '#server/incidents/reads/public-incidents';
import { acknowledgeIncident } from '#server/incidents/verbs/acknowledge-incident';
import { editUpdate } from '#server/incidents/verbs/edit-update';
import { postUpdate } from '#server/incidents/verbs/post-update';
import { resolveIncident } from '#server/incidents/verbs/resolve-incident';
import { withdrawIncident } from '#server/incidents/verbs/withdraw-incident';
import { testWorld } from '#server/test/database';
import { faultAtEachCall } from '#server/test/faults';
import { anIncident, everything } from '#server/test/incidents';
import { as, CORY, VERA } from '#server/test/people';
import { plantSubscriber } from '#server/test/plant-subscriber';
import { undoUpdate } from './undo-update.ts';

const SECOND = 1_000;
const HOLD = { undoSeconds: 10 };
const world = testWorld();
const cory = () => as(world.ctx, CORY);
const db = () => world.ctx.prisma;
const later = (seconds: number) => world.clock.set(world.clock.now() + seconds * SECOND);
const affected = [{ component: 'serving', status: 'partial_outage' as const }];
beforeEach(() => world.ctx.web.query('TRUNCATE delivery, subscriber, subscriber_component CASCADE'));

/** What readers see of an incident, without the time of its last change. */
async function shown(incident: string) {
  const { updatedAt: _, ...rest } = await publicIncident(world.ctx, incident);
  return rest;
}
/** An incident whose opening was sent. */
async function sent() {
  const { incident } = await anIncident(world, { affected, separate: true });
  await fanOut(world.ctx);
  return incident;
}
const post = (incident: string, more: Partial<Parameters<typeof postUpdate>[1]> = {}) =>
  postUpdate(cory(), { incident, body: 'Wrong.', ...HOLD, ...more });

describe('an update that can be undone', () => {
  test('is on the page at once, and notifies when its time is over', async () => {
    await plantSubscriber(world);
    const incident = await sent();
    const { update } = await post(incident);
    expect((await shown(incident)).updates[0]?.publicId).toBe(update);
    later(9.999);
    expect(await fanOut(world.ctx)).toEqual({ events: 0, deliveries: 0 });
    later(0.001);
    expect(await fanOut(world.ctx)).toEqual({ events: 1, deliveries: 1 });
    await expect(undoUpdate(cory(), { incident, update })).rejects.toMatchObject({ code: 'conflict' });
  });

  test('leaves no trace for readers when it is undone, and stays for staff and in the audit log', async () => {
    await plantSubscriber(world);
    const incident = await sent();
    const before = await shown(incident);
    const { update } = await post(incident, {
      state: 'identified',
      title: 'Everything down',
      whatYouCanDo: 'Wait.',
      nextUpdateMinutes: 30,
      affected: [
        { component: 'serving', status: 'major_outage' },
        { component: 'analytics', status: 'major_outage' },
      ],
    });
    await editUpdate(cory(), { incident, update, version: 1, body: 'Wrong as well.', notify: true });
    later(5);
    expect(await undoUpdate(cory(), { incident, update })).toEqual({ update });
    expect(await shown(incident)).toEqual(before);
    later(60);
    expect(await fanOut(world.ctx)).toEqual({ events: 0, deliveries: 0 });
    expect(await db().incidentUpdate.findUniqueOrThrow({ where: { publicId: update } })).toMatchObject({
      audience: ['internal'],
      body: 'Wrong as well.',
      undoneAt: new Date(world.clock.now() - 60 * SECOND),
    });
    expect(await db().auditRow.findFirstOrThrow({ orderBy: { seq: 'desc' } })).toMatchObject({
      action: 'incident:undo',
      objectId: update,
    });
  });

  test('restores a resolved incident to open', async () => {
    const incident = await sent();
    const before = await shown(incident);
    const { update } = await resolveIncident(cory(), { incident, body: 'Done.', ...HOLD });
    expect((await shown(incident)).state).toBe('resolved');
    await undoUpdate(cory(), { incident, update });
    expect(await shown(incident)).toEqual(before);
  });

  test('that closed its incident restores the messages that it cancelled', async () => {
    await plantSubscriber(world);
    const { incident } = await anIncident(world, { affected, separate: true, ...HOLD });
    later(5);
    const { update } = await resolveIncident(cory(), { incident, body: 'Done.', ...HOLD });
    expect((await shown(incident)).updates.map(({ notifies }) => notifies)).toEqual([true, false]);
    await undoUpdate(cory(), { incident, update });
    expect((await shown(incident)).updates.map(({ notifies }) => notifies)).toEqual([true]);
    expect(await fanOut(world.ctx)).toEqual({ events: 1, deliveries: 1 });
    expect(await db().event.findFirstOrThrow({ orderBy: { id: 'desc' }, where: { deliveryCount: 1 } })).toMatchObject({
      kind: 'opened',
    });
  });

  test('hides an incident again that it opened', async () => {
    const count = (await publicIncidents(world.ctx, { kind: 'open' })).length;
    const { incident, update } = await anIncident(world, { affected, separate: true, ...HOLD });
    await undoUpdate(cory(), { incident, update });
    await expect(publicIncident(world.ctx, incident)).rejects.toMatchObject({ code: 'not_found' });
    expect(await publicIncidents(world.ctx, { kind: 'open' })).toHaveLength(count);
    expect((await post(incident, { undoSeconds: 0 })).incident).toBe(incident); // staff can publish it later
    expect((await shown(incident)).components).toEqual([]);
  });

  test('keeps other events of its incident waiting, whose messages would contain it', async () => {
    await plantSubscriber(world);
    const incident = await sent();
    const { updates } = await shown(incident);
    const { update } = await post(incident);
    await editUpdate(cory(), {
      incident,
      update: updates[0]?.publicId ?? '',
      version: 1,
      body: 'Other.',
      notify: true,
    });
    expect(await fanOut(world.ctx)).toEqual({ events: 0, deliveries: 0 });
    await undoUpdate(cory(), { incident, update });
    expect(await fanOut(world.ctx)).toEqual({ events: 1, deliveries: 1 });
    expect(
      (await db().event.findFirstOrThrow({ orderBy: { position: { sort: 'desc', nulls: 'last' } } })).body,
    ).not.toContain('Wrong.');
  });

  test('is sent at once when another update follows, and cannot be undone then', async () => {
    await plantSubscriber(world);
    const incident = await sent();
    const { update } = await post(incident);
    await post(incident, { undoSeconds: 0, body: 'Right.' });
    await expect(undoUpdate(cory(), { incident, update })).rejects.toMatchObject({ code: 'conflict' });
    expect(await fanOut(world.ctx)).toEqual({ events: 2, deliveries: 2 });
  });

  test('is undone once, by people who may post', async () => {
    const incident = await sent();
    const { update } = await post(incident);
    await expect(undoUpdate(as(world.ctx, VERA), { incident, update })).rejects.toMatchObject({ code: 'forbidden' });
    const both = await Promise.allSettled([1, 2].map(() => undoUpdate(cory(), { incident, update })));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const second = await post(incident);
    await withdrawIncident(cory(), { incident, reason: 'A test.' });
    await expect(undoUpdate(cory(), { incident, update: second.update })).rejects.toMatchObject({ code: 'conflict' });
  });

  test('changes everything or nothing', async () => {
    const incident = await sent();
    const { update } = await post(incident, { affected: [{ component: 'analytics', status: 'major_outage' }] });
    const undo = (ctx: ReturnType<typeof cory>) => undoUpdate(ctx, { incident, update });
    expect(await faultAtEachCall(cory(), undo, () => everything(world))).toBeGreaterThan(10);
  });
});

describe('an acknowledgement that can be undone', () => {
  test.each([
    [
      'of a held incident hides it again, and its hold continues',
      { publicAt: null, heldUntil: new Date(4_000_000_000_000) },
    ],
    ['of a public incident restores its state', {}],
  ])('%s', async (_, change) => {
    const incident = await sent();
    const automatic = { state: 'detected', acknowledgedAt: null, ...change };
    const before = await db().incident.update({ where: { publicId: incident }, data: automatic });
    const { update } = await acknowledgeIncident(cory(), { incident, ...HOLD });
    const stored = () => db().incident.findUniqueOrThrow({ where: { publicId: incident } });
    expect(await stored()).toMatchObject({ acknowledgedAt: expect.any(Date), heldUntil: null });
    expect(await fanOut(world.ctx)).toEqual({ events: 0, deliveries: 0 });
    await undoUpdate(cory(), { incident, update: update ?? '' });
    const { state, publicAt, acknowledgedAt, heldUntil } = before;
    expect(await stored()).toMatchObject({ state, publicAt, acknowledgedAt, heldUntil });
    later(60);
    expect(await fanOut(world.ctx)).toEqual({ events: 0, deliveries: 0 });
  });
});

describe('a withdrawal that can be undone', () => {
  test('is on the page at once, notifies when its time is over, and leaves no trace for readers when it is undone', async () => {
    await plantSubscriber(world);
    const incident = await sent();
    const before = await shown(incident);
    const withdraw = () => withdrawIncident(cory(), { incident, reason: 'Wrong one.', ...HOLD });
    const { update } = await withdraw();
    expect((await shown(incident)).withdrawnAt).toBe(world.clock.now());
    later(5);
    await undoUpdate(cory(), { incident, update });
    expect(await shown(incident)).toEqual(before);
    await withdraw();
    expect(await fanOut(world.ctx)).toEqual({ events: 0, deliveries: 0 });
    later(10);
    expect(await fanOut(world.ctx)).toEqual({ events: 1, deliveries: 1 });
  });
});

test('an internal update has nothing to undo', async () => {
  const incident = await sent();
  const { update } = await post(incident, { audience: ['internal'], notify: false });
  await expect(undoUpdate(cory(), { incident, update })).rejects.toMatchObject({ code: 'conflict' });
});
