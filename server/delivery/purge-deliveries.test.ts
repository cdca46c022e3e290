import { beforeEach, describe, expect, test } from 'vitest';
import { DAY_MS } from '#domain/time/calendar';
import { createLanes } from '#server/delivery/lanes/create-lanes';
import { drain } from '#server/delivery/lanes/drain';
import { deliveryReport } from '#server/delivery/reads/delivery-report';
import { listEvents } from '#server/delivery/reads/list-events';
import { mergeIncident } from '#server/incidents/verbs/merge-incident';
import { postUpdate } from '#server/incidents/verbs/post-update';
import { resolveIncident } from '#server/incidents/verbs/resolve-incident';
import { writeNotices } from '#server/subscribers/write-notices';
import { mailsTo } from '#server/test/alerts';
import { testWorld } from '#server/test/database';
import { anIncident } from '#server/test/incidents';
import { as, CORY } from '#server/test/people';
import { plantSubscriber } from '#server/test/plant-subscriber';
import { fanOut } from './fan-out.ts';
import { purgeDeliveries } from './purge-deliveries.ts';

const SEPARATE = { affected: [{ component: 'serving', status: 'major_outage' as const }], separate: true };
const world = testWorld();
const db = () => world.ctx.prisma;
const cory = () => as(world.ctx, CORY);
const later = (ms: number) => world.clock.set(world.clock.now() + ms);
beforeEach(() => world.ctx.web.query('TRUNCATE event, delivery, subscriber, subscriber_component CASCADE'));

/** Opens an incident that is sent to one of two subscribers, because the other one has left. Returns both. */
async function reported() {
  const reader = await plantSubscriber(world);
  const left = await plantSubscriber(world);
  const { incident } = await anIncident(world);
  await fanOut(world.ctx);
  await db().subscriber.update({ where: { id: left.id }, data: { state: 'ended' } });
  await drain(world.ctx, createLanes(world.ctx));
  return { incident, reader };
}
const countsNow = async () =>
  (await deliveryReport(cory(), {})).events.map(({ sent, suppressed, dead }) => [sent, suppressed, dead]);

describe('the deliveries of an event', () => {
  test('are deleted 90 days after the last event of an incident that is over; their numbers stay', async () => {
    const { incident } = await reported();
    await resolveIncident(cory(), { incident, body: 'Over.' });
    await drain(world.ctx, createLanes(world.ctx));
    later(90 * DAY_MS);
    await purgeDeliveries(world.ctx);
    expect(await db().delivery.count()).toBe(3);
    const before = await countsNow();
    expect(before).toEqual([
      [1, 0, 0],
      [1, 1, 0],
    ]);
    later(1);
    await purgeDeliveries(world.ctx);
    expect([await db().delivery.count(), await countsNow()]).toEqual([0, before]);
    const { shown } = await deliveryReport(cory(), {});
    expect(shown).toMatchObject({ event: { sent: 1, isDeleted: true, medianMs: null }, channels: [], dead: [] });
    expect(await db().event.count({ where: { body: null } })).toBe(0);
  });

  test('stay while the incident is open, was changed since, or while one of them waits', async () => {
    const { incident, reader } = await reported();
    later(91 * DAY_MS);
    await purgeDeliveries(world.ctx);
    expect(await db().delivery.count()).toBe(2);
    await resolveIncident(cory(), { incident, body: 'Over.' });
    await drain(world.ctx, createLanes(world.ctx));
    await purgeDeliveries(world.ctx);
    expect(await db().delivery.count()).toBe(3);
    later(91 * DAY_MS);
    await db().delivery.updateMany({ where: { subscriberId: reader.id }, data: { state: 'due', settledAt: null } });
    await purgeDeliveries(world.ctx);
    expect(await db().delivery.count()).toBe(3);
  });
});

test('the deliveries of a merged incident stay as long as those of the other one, whose recipients they determine', async () => {
  const { incident } = await reported();
  const { incident: into } = await anIncident(world, SEPARATE);
  await fanOut(world.ctx);
  await mergeIncident(cory(), { incident, into, reason: 'One cause.' });
  await drain(world.ctx, createLanes(world.ctx));
  const stored = await db().delivery.count();
  later(91 * DAY_MS);
  await purgeDeliveries(world.ctx);
  expect(await db().delivery.count()).toBe(stored);
  await resolveIncident(cory(), { incident: into, body: 'Over.' });
  await drain(world.ctx, createLanes(world.ctx));
  await purgeDeliveries(world.ctx);
  expect(await db().delivery.count()).toBe(stored + 1);
  later(91 * DAY_MS);
  await purgeDeliveries(world.ctx);
  expect(await db().delivery.count()).toBe(0);
});

test('a mail after the deletion has a Message-ID of its own and belongs to the thread of the incident', async () => {
  const { incident, reader } = await reported();
  await resolveIncident(cory(), { incident, body: 'Over.' });
  await drain(world.ctx, createLanes(world.ctx));
  later(91 * DAY_MS);
  await purgeDeliveries(world.ctx);
  await postUpdate(cory(), { incident, body: 'Why it happened.', state: 'postmortem' });
  await drain(world.ctx, createLanes(world.ctx));
  const mails = await mailsTo(world.mailFolder, reader.address ?? '');
  expect(new Set(mails.map(({ headers }) => headers.get('message-id'))).size).toBe(3);
  const threads = mails.map(({ headers }) => headers.get('references'));
  expect(threads.filter((thread) => thread !== undefined)).toHaveLength(2);
});

test('the body of an event is deleted after 400 days, and events after it are still listed', async () => {
  const { incident } = await anIncident(world);
  await fanOut(world.ctx);
  later(400 * DAY_MS);
  await postUpdate(cory(), { incident, body: 'More.' });
  await fanOut(world.ctx);
  await purgeDeliveries(world.ctx);
  expect((await listEvents(world.ctx, {})).events.map(({ position }) => position)).toEqual([1, 2]);
  later(1);
  await purgeDeliveries(world.ctx);
  expect((await listEvents(world.ctx, {})).events.map(({ position }) => position)).toEqual([2]);
  await postUpdate(cory(), { incident, body: 'More.' });
  await fanOut(world.ctx);
  expect((await listEvents(world.ctx, { after: 2 })).events.map(({ position }) => position)).toEqual([3]);
});

test('a notice is deleted after 30 days, unless it still waits', async () => {
  const { id } = await plantSubscriber(world);
  await db().$transaction((tx) => writeNotices(tx, world.ctx, [id, id], { kind: 'link' }));
  const first = await db().delivery.findFirstOrThrow();
  await db().delivery.update({ where: { id: first.id }, data: { state: 'sent', settledAt: first.createdAt } });
  later(30 * DAY_MS);
  await purgeDeliveries(world.ctx);
  expect(await db().delivery.count()).toBe(2);
  later(1);
  await purgeDeliveries(world.ctx);
  expect((await db().delivery.findMany()).map(({ state }) => state)).toEqual(['due']);
});
