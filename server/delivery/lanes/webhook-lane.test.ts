import { Webhook } from 'standardwebhooks';
import { beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '#server/clock';
import type { Context } from '#server/context';
import { fanOut } from '#server/delivery/fan-out';
import { testWorld } from '#server/test/database';
import { deliveriesOf, noticesTo, plantDeliveries, plantSubscribers } from '#server/test/deliveries';
import { anIncident } from '#server/test/incidents';
import { startReceiver } from '#server/test/receiver';
import { type Receiver, useReceiver } from '#server/test/use-receiver';
import { createLanes } from './create-lanes.ts';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const DAY = 24 * HOUR;
const world = testWorld();
let receiver: Receiver;
let ctx: Context;
let paths = 0;

useReceiver(world, (receiving) => ({ receiver, ctx } = receiving));
beforeEach(async () => {
  receiver.answer(200);
  receiver.got.length = 0;
  await world.ctx.prisma.delivery.deleteMany();
});

/** Makes a subscriber whose endpoint is its own path of the receiver. */
async function anEndpoint() {
  const [made] = await plantSubscribers(world, [`${receiver.url}/hook-${++paths}`]);
  return made as { id: number; publicId: string; secret: string };
}
/** Runs both lanes until nothing is due. */
async function runLanes(): Promise<void> {
  const lanes = createLanes(ctx);
  await Promise.all([lanes.webhook.run(), lanes.webhook_retry.run()]);
}
const after = (ms: number) => world.clock.set(world.clock.now() + ms);
/** Moves the clock to the time at which the next try to a subscriber is due. */
async function toNextTry(subscriberId: number): Promise<void> {
  const next = await world.ctx.prisma.delivery.findFirst({
    where: { subscriberId, state: 'due' },
    orderBy: { dueAt: 'desc' },
  });
  if (next) world.clock.set(next.dueAt.getTime());
}
/** Moves the clock, and the tries that wait for a subscriber with it, as if they had just failed again. */
async function afterFailing(subscriberId: number, ms: number): Promise<void> {
  after(ms);
  await world.ctx.prisma.delivery.updateMany({
    where: { subscriberId, state: 'due' },
    data: { dueAt: new Date(world.clock.now()) },
  });
}
const stateOf = async (id: number) => (await world.ctx.prisma.subscriber.findUniqueOrThrow({ where: { id } })).state;

describe('a webhook', () => {
  test('is the stored body with the sequence of the subscription, signed so that an independent receiver accepts it', async () => {
    const one = await anEndpoint();
    world.clock.set(systemClock.now());
    const { event, incident } = await plantDeliveries(world, 'webhook', [one.id]);
    await runLanes();
    const [got] = receiver.got;
    const headers = got?.headers as Record<string, string>;
    expect(got?.body).toMatchObject({ type: 'incident.created', data: { incident: { id: incident } }, sequence: 1 });
    expect(headers['webhook-id']).toBe(`msg_${event}_${one.publicId}`);
    expect(new Webhook(one.secret).verify(JSON.stringify(got?.body), headers)).toEqual(got?.body);
    expect(await deliveriesOf(world, one.id)).toEqual(['webhook sent sent 1']);
  });

  test('has the body of Statuspage where its owner chose it, signed in the same way', async () => {
    const one = await anEndpoint();
    await world.ctx.prisma.subscriber.update({ where: { id: one.id }, data: { format: 'statuspage' } });
    world.clock.set(systemClock.now());
    const { incident } = await anIncident(world, { title: 'Slow answers' });
    await fanOut(ctx);
    await runLanes();
    const [got] = receiver.got.filter(({ body }) => 'meta' in body);
    expect(got?.body).toMatchObject({
      meta: { unsubscribe: expect.stringMatching(/\/u\/[\w.-]+$/) },
      page: { status_indicator: expect.any(String), status_description: expect.any(String) },
      incident: { id: incident, name: 'Slow answers', backfilled: false, incident_updates: [{}] },
    });
    expect(new Webhook(one.secret).verify(JSON.stringify(got?.body), got?.headers as Record<string, string>)).toEqual(
      got?.body,
    );
  });

  test('is signed with the old secret too until the rotation ends', async () => {
    const one = await anEndpoint();
    const signatures = async () => {
      await plantDeliveries(world, 'webhook', [one.id]);
      await runLanes();
      return String(receiver.got.at(-1)?.headers['webhook-signature']).split(' ').length;
    };
    const until = new Date(world.clock.now() + DAY);
    await world.ctx.prisma.subscriber.update({
      where: { id: one.id },
      data: { earlierSecrets: [{ secret: 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', until: until.toISOString() }] },
    });
    expect(await signatures()).toBe(2);
    after(DAY);
    expect(await signatures()).toBe(1);
  });

  test('that fails is retried with the same id in the retry lane when it is due, and the later ones wait', async () => {
    const one = await anEndpoint();
    receiver.answer(500);
    await plantDeliveries(world, 'webhook', [one.id]);
    await plantDeliveries(world, 'webhook', [one.id]);
    await runLanes();
    after(SECOND);
    await runLanes();
    expect(receiver.got).toHaveLength(1);
    expect(await deliveriesOf(world, one.id)).toEqual(['webhook_retry due failed 1', 'webhook due null 0']);
    receiver.answer(200);
    after(6 * SECOND);
    await runLanes();
    await runLanes();
    expect(receiver.got.map(({ body }) => body.sequence)).toEqual([1, 1, 2]);
    expect(new Set(receiver.got.slice(0, 2).map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(await deliveriesOf(world, one.id)).toEqual(['webhook_retry sent sent 2', 'webhook sent sent 1']);
  });

  test('that waited for hours behind an earlier one is sent after it', async () => {
    const one = await anEndpoint();
    receiver.answer(503);
    await plantDeliveries(world, 'webhook', [one.id]);
    for (let tries = 1; tries <= 4; tries++) {
      await runLanes();
      if (tries < 4) await toNextTry(one.id);
    }
    after(SECOND); // the next try is about two hours later
    await plantDeliveries(world, 'webhook', [one.id]);
    await plantDeliveries(world, 'webhook', [one.id]);
    receiver.answer(200);
    after(3 * HOUR);
    await runLanes();
    await runLanes();
    expect(await deliveriesOf(world, one.id)).toEqual([
      'webhook_retry sent sent 5',
      'webhook sent sent 1',
      'webhook sent sent 1',
    ]);
  });

  test('goes to every subscriber in order, even if many events wait', async () => {
    const many = await plantSubscribers(
      world,
      Array.from({ length: 20 }, () => `${receiver.url}/hook-${++paths}`),
    );
    const ids = many.map(({ id }) => id);
    for (let i = 0; i < 5; i++) await plantDeliveries(world, 'webhook', ids);
    await runLanes();
    const byPath = Map.groupBy(receiver.got, ({ path }) => path);
    expect(byPath.size).toBe(20);
    for (const got of byPath.values()) expect(got.map(({ body }) => body.sequence)).toEqual([1, 2, 3, 4, 5]);
  });

  test('is never sent twice by two processes', async () => {
    const many = await plantSubscribers(
      world,
      Array.from({ length: 50 }, () => `${receiver.url}/hook-${++paths}`),
    );
    await plantDeliveries(
      world,
      'webhook',
      many.map(({ id }) => id),
    );
    await Promise.all([runLanes(), runLanes()]);
    expect(new Set(receiver.got.map(({ headers }) => headers['webhook-id'])).size).toBe(50);
    expect(receiver.got).toHaveLength(50);
  });

  test('waits while sending is paused', async () => {
    const one = await anEndpoint();
    await plantDeliveries(world, 'webhook', [one.id]);
    const pausedAt = new Date(world.clock.now());
    await world.ctx.prisma.deliveryPause.update({ where: { id: 1 }, data: { pausedAt, reason: 'operator' } });
    await runLanes();
    expect(receiver.got).toEqual([]);
    await world.ctx.prisma.deliveryPause.update({ where: { id: 1 }, data: { pausedAt: null, reason: null } });
    await runLanes();
    expect(receiver.got).toHaveLength(1);
  });

  test('that a dead process claimed is sent when the claim expires, and is lost after the last try', async () => {
    const one = await anEndpoint();
    await plantDeliveries(world, 'webhook', [one.id]);
    const claim = (tries: number) =>
      world.ctx.prisma.delivery.updateMany({
        where: { subscriberId: one.id },
        data: { tries, claimedUntil: new Date(world.clock.now() + 45 * SECOND), state: 'due', settledAt: null },
      });
    await claim(1);
    await runLanes();
    expect(receiver.got).toEqual([]);
    after(45 * SECOND);
    await runLanes();
    expect(receiver.got).toHaveLength(1);
    await claim(10);
    after(45 * SECOND);
    await runLanes();
    expect(receiver.got).toHaveLength(1);
    expect(await deliveriesOf(world, one.id)).toEqual(['webhook dead lost 11']);
  });
});

describe('an endpoint', () => {
  test('whose subscription ended, or that is unconfirmed, gets nothing', async () => {
    for (const state of ['ended', 'unconfirmed'] as const) {
      const one = await anEndpoint();
      await plantDeliveries(world, 'webhook', [one.id]);
      await world.ctx.prisma.subscriber.update({ where: { id: one.id }, data: { state } });
      await runLanes();
      expect(await deliveriesOf(world, one.id)).toEqual(['webhook dropped unsubscribed 1']);
    }
    expect(receiver.got).toEqual([]);
  });

  test('that answers 410 is disabled at once, gets nothing more, and its owner is notified once', async () => {
    const one = await anEndpoint();
    receiver.answer(410);
    await plantDeliveries(world, 'webhook', [one.id]);
    await plantDeliveries(world, 'webhook', [one.id]);
    await runLanes();
    expect(receiver.got).toHaveLength(1);
    expect(await deliveriesOf(world, one.id)).toEqual(['webhook dead gone 1', 'webhook dead gone 1']);
    expect([await stateOf(one.id), await noticesTo(world, one.id)]).toEqual(['disabled', ['endpoint_disabled']]);
  });

  test('is not followed to another address', async () => {
    const one = await anEndpoint();
    receiver.answer('redirecting');
    await plantDeliveries(world, 'webhook', [one.id]);
    await runLanes();
    expect(receiver.got.map(({ path }) => path)).not.toContain('/elsewhere');
    expect(await deliveriesOf(world, one.id)).toEqual(['webhook_retry due redirected 1']);
  });

  test('in a private network is blocked', async () => {
    const [one] = await plantSubscribers(world, ['https://10.0.0.1/hook']);
    await plantDeliveries(world, 'webhook', [one?.id as number]);
    await runLanes();
    expect(await deliveriesOf(world, one?.id as number)).toEqual(['webhook_retry due blocked 1']);
  });

  test('whose delivery is given up has a dead one, a notice to its owner, and the next event', async () => {
    const one = await anEndpoint();
    receiver.answer(503);
    await plantDeliveries(world, 'webhook', [one.id]);
    await plantDeliveries(world, 'webhook', [one.id]);
    for (let tries = 0; tries < 10; tries++) {
      await runLanes();
      await toNextTry(one.id);
      await world.ctx.prisma.subscriber.update({
        where: { id: one.id },
        data: { failingSince: new Date(world.clock.now() - DAY) },
      });
    }
    expect(await deliveriesOf(world, one.id)).toEqual(['webhook_retry dead failed 10', 'webhook due null 0']);
    expect(await noticesTo(world, one.id)).toEqual(['endpoint_failing']);
    receiver.answer(200);
    await runLanes();
    expect((await deliveriesOf(world, one.id))[1]).toBe('webhook sent sent 1');
    const { failingSince } = await world.ctx.prisma.subscriber.findUniqueOrThrow({ where: { id: one.id } });
    expect(failingSince).toBeNull();
  });

  test('that fails for five days is quarantined, and its owner is notified', async () => {
    const one = await anEndpoint();
    receiver.answer(500);
    await plantDeliveries(world, 'webhook', [one.id]);
    await runLanes();
    await afterFailing(one.id, 5 * DAY - SECOND);
    await runLanes();
    expect([await stateOf(one.id), await noticesTo(world, one.id)]).toEqual(['active', []]);
    await afterFailing(one.id, DAY);
    await runLanes();
    expect([await stateOf(one.id), await noticesTo(world, one.id)]).toEqual(['quarantined', ['endpoint_failing']]);
    await afterFailing(one.id, DAY);
    await runLanes();
    expect(await deliveriesOf(world, one.id)).toEqual(['webhook_retry dead failed 4']);
  });

  test('asks for a pause with Retry-After', async () => {
    const one = await anEndpoint();
    receiver.answer(429, { 'retry-after': '120' });
    await plantDeliveries(world, 'webhook', [one.id]);
    await runLanes();
    receiver.answer(200);
    after(119 * SECOND);
    await runLanes();
    expect(await deliveriesOf(world, one.id)).toEqual(['webhook_retry due throttled 1']);
    after(SECOND);
    await runLanes();
    expect(await deliveriesOf(world, one.id)).toEqual(['webhook_retry sent sent 2']);
  });
});

test('one slow endpoint of 100 delays no other', async () => {
  const slow = await startReceiver('slow');
  const many = await plantSubscribers(world, [
    `${slow.url}/slow`,
    ...Array.from({ length: 99 }, () => `${receiver.url}/hook-${++paths}`),
  ]);
  await plantDeliveries(
    world,
    'webhook',
    many.map(({ id }) => id),
  );
  const { webhook } = createLanes(ctx);
  const ran = webhook.run();
  const sent = () => world.ctx.prisma.delivery.count({ where: { state: 'sent' } });
  while ((await sent()) < 99);
  expect(webhook.isRunning).toBe(true); // it still waits for the slow one
  await slow.stop();
  await ran;
  expect(await world.ctx.prisma.delivery.count({ where: { state: 'due', outcome: 'unreachable' } })).toBe(1);
});
