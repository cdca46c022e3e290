import { beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import type { Context } from '#server/context';
import { eventBodySchema } from '#server/delivery/event-schemas';
import { createLanes } from '#server/delivery/lanes/create-lanes';
import { drain } from '#server/delivery/lanes/drain';
import { postUpdate } from '#server/incidents/verbs/post-update';
import { AS_IN_PRODUCTION, testWorld } from '#server/test/database';
import { deliveriesOf } from '#server/test/deliveries';
import { anIncident } from '#server/test/incidents';
import { mailsIn } from '#server/test/mailbox';
import { as, CORY } from '#server/test/people';
import { plantSubscriber } from '#server/test/plant-subscriber';
import { type Receiver, useReceiver } from '#server/test/use-receiver';
import { fanOut } from './fan-out.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const CAP = 12;
const world = testWorld(undefined, AS_IN_PRODUCTION);
let receiver: Receiver;
let ctx: Context;

useReceiver(world, (receiving) => ({ receiver, ctx } = receiving));
beforeEach(async () => {
  await ctx.web.query('TRUNCATE event, delivery, subscriber, subscriber_component CASCADE');
  receiver.answer(200);
  receiver.got.length = 0;
});

const later = (ms: number) => world.clock.set(world.clock.now() + ms);
const post = (incident: string, body: string) => postUpdate(as(ctx, CORY), { incident, body });
const deliver = () => drain(ctx, createLanes(ctx));
const bodies = (path: string) => receiver.got.filter((one) => one.path === path).map(({ body }) => body);
const mailsTo = async (address: string | null) => (await mailsIn(world.mailFolder)).filter(({ to }) => to === address);

/** Sends as many messages about an incident as a recipient gets within an hour. Returns the incident. */
async function reachCap(): Promise<string> {
  const { incident } = await anIncident(world, { title: 'Slow answers' });
  for (let i = 1; i < CAP; i++) await post(incident, `Update ${i}.`);
  await deliver();
  return incident;
}
/** Publishes changes of two incidents, one minute apart, of which each is fanned out. Returns the second incident. */
async function changeTwo(first: string): Promise<string> {
  later(MINUTE);
  await post(first, 'First change.');
  await deliver();
  later(MINUTE);
  const { incident } = await anIncident(world, { title: 'Late reports', separate: true });
  await deliver();
  later(MINUTE);
  await post(first, 'Last change.');
  await deliver();
  return incident;
}

test('above the cap, everything until the hour allows more is one mail that lists what changed, by incident', async () => {
  const reader = await plantSubscriber(world);
  const start = world.clock.now();
  const first = await reachCap();
  const second = await changeTwo(first);
  expect(await mailsTo(reader.address)).toHaveLength(CAP);
  expect((await deliveriesOf(world, reader.id)).slice(CAP)).toEqual([
    'mail dropped digested 0',
    'mail dropped digested 0',
    'mail due null 0',
  ]);
  world.clock.set(start + HOUR - 1);
  await deliver();
  expect(await mailsTo(reader.address)).toHaveLength(CAP);
  later(1);
  await deliver();
  const [digest, ...others] = (await mailsTo(reader.address)).filter(({ subject }) => /Updates on/.test(subject));
  expect(others).toEqual([]);
  expect(digest?.subject).toBe('[Service status] Updates on 2 incidents');
  const text = digest?.text ?? '';
  const places = ['Slow answers', 'Last change.', 'First change.', `/incidents/${first}`, 'Late reports', second];
  expect(places.map((place) => text.indexOf(place))).toEqual(
    places.map((place) => text.indexOf(place)).toSorted((a, b) => a - b),
  );
  expect(places.filter((place) => !text.includes(place))).toEqual([]);
  later(1);
  await post(first, 'After the hour.');
  await deliver();
  expect((await mailsTo(reader.address)).at(-1)).toBeDefined();
  expect(await mailsTo(reader.address)).toHaveLength(CAP + 2);
});

test('a webhook gets one digest with the events and the latest state of each incident; a repeat is the same', async () => {
  const hook = await plantSubscriber(world, { channel: 'webhook', address: `${receiver.url}/standard` });
  const first = await reachCap();
  const second = await changeTwo(first);
  receiver.got.length = 0;
  receiver.answer(503);
  later(HOUR);
  await deliver();
  receiver.answer(200);
  later(MINUTE);
  await deliver();
  const [digest, again, ...others] = receiver.got;
  expect([others, again?.body, again?.headers['webhook-id']]).toEqual([
    [],
    digest?.body,
    digest?.headers['webhook-id'],
  ]);
  expect(digest?.body).toMatchObject({
    type: 'incident.digest',
    sequence: CAP + 3,
    data: {
      incidents: [
        { incident: { id: second }, events: [{ kind: 'opened' }] },
        { incident: { id: first }, events: [{ kind: 'updated' }, { kind: 'updated' }] },
      ],
    },
  });
  expect((await deliveriesOf(world, hook.id)).at(-1)).toBe('webhook_retry sent sent 2');
});

test('a digest of one incident is its latest message', async () => {
  await plantSubscriber(world, { channel: 'webhook', address: `${receiver.url}/one` });
  const first = await reachCap();
  receiver.got.length = 0;
  for (const body of ['a', 'b', 'c']) {
    later(MINUTE);
    await post(first, body);
    await deliver();
  }
  later(HOUR);
  await deliver();
  const [body, ...others] = bodies('/one');
  expect(others).toEqual([]);
  expect(body).toMatchObject({ type: 'incident.updated', data: { incident: { id: first } } });
  expect(eventBodySchema.extend({ sequence: z.number() }).parse(body).data.incident.incident_updates).toHaveLength(
    CAP + 3,
  );
});

test('the body of Statuspage has one incident, so that each incident has a message', async () => {
  await plantSubscriber(world, { channel: 'webhook', address: `${receiver.url}/page`, format: 'statuspage' });
  const first = await reachCap();
  receiver.got.length = 0;
  const second = await changeTwo(first);
  later(HOUR);
  await deliver();
  expect(bodies('/page').map((body) => (body.incident as { id: string }).id)).toEqual([second, first]);
});

test('what is published while a digest is being sent is not lost', async () => {
  const hook = await plantSubscriber(world, { channel: 'webhook', address: `${receiver.url}/race` });
  const first = await reachCap();
  await changeTwo(first);
  await ctx.prisma.delivery.updateMany({
    where: { subscriberId: hook.id, state: 'due' },
    data: { tries: 1, claimedUntil: new Date(world.clock.now() + MINUTE) },
  });
  await post(first, 'Another update.');
  await fanOut(ctx);
  expect((await deliveriesOf(world, hook.id)).slice(-2)).toEqual(['webhook due null 1', 'webhook due null 0']);
});

test('no more messages leave within an hour than the cap allows, whenever they are published', async () => {
  const hook = await plantSubscriber(world, { channel: 'webhook', address: `${receiver.url}/steady` });
  const { incident } = await anIncident(world);
  for (let i = 0; i < 75; i++) {
    await post(incident, 'More.');
    await deliver();
    later(2 * MINUTE);
  }
  const sent = await ctx.prisma.delivery.findMany({ where: { subscriberId: hook.id, state: 'sent' } });
  const times = sent.map(({ settledAt }) => settledAt?.getTime() ?? 0).sort((a, b) => a - b);
  const within = times.map((at) => times.filter((other) => other >= at && other < at + HOUR).length);
  expect(Math.max(...within)).toBe(CAP);
});
