import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import { DAY_MS } from '#domain/time/calendar';
import type { Context } from '#server/context';
import { transaction } from '#server/db/transaction';
import { wake } from '#server/delivery/wake';
import { requestSubscription } from '#server/subscribers/verbs/request-subscription';
import { AS_IN_PRODUCTION, testWorld } from '#server/test/database';
import { plantDeliveries, plantSubscribers } from '#server/test/deliveries';
import { mailsIn } from '#server/test/mailbox';
import { type Receiver, useReceiver } from '#server/test/use-receiver';
import { startDelivery } from './delivery-runner.ts';

const world = testWorld(Date.parse('2022-03-30T12:00:00Z'), AS_IN_PRODUCTION);
let receiver: Receiver;
let ctx: Context;
let ids: number[];
useReceiver(world, (receiving) => ({ receiver, ctx } = receiving));

beforeAll(async () => {
  const urls = [1, 2, 3].map((n) => `${receiver.url}/hook-${n}`);
  ids = (await plantSubscribers(world, urls)).map(({ id }) => id);
});

/** Waits until the database says so. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await wait(20);
}
const sent = (count: number) => async () => (await ctx.prisma.delivery.count({ where: { state: 'sent' } })) === count;
const jobs = async () =>
  Number((await ctx.web.query('SELECT count(*) FROM graphile_worker._private_jobs')).rows[0].count);

test('a wake-up is kept once, and not at all if its transaction is rolled back', async () => {
  await wake(ctx.delivery, 'webhook');
  await ctx.prisma.$transaction((tx) => wake(tx, 'webhook'));
  expect(await jobs()).toBe(1);
  await transaction(ctx.delivery, async (client) => {
    await wake(client, 'webhook_retry');
    throw new Error('rolled back');
  }).catch(() => undefined); // the error above
  expect(await jobs()).toBe(1);
});

test('deliveries leave after a wake-up, and when they become due by the clock of the context', async () => {
  const running = startDelivery(ctx);
  await plantDeliveries(world, 'webhook', ids);
  await wake(ctx.delivery, 'webhook');
  await until(sent(3));
  receiver.answer(500);
  await plantDeliveries(world, 'webhook', ids);
  await until(async () => (await ctx.prisma.delivery.count({ where: { lane: 'webhook_retry' } })) === 3);
  receiver.answer(200);
  expect(receiver.got).toHaveLength(6);
  world.clock.set(world.clock.now() + 10_000);
  await until(sent(6));
  await running.stop();
  expect(receiver.got).toHaveLength(9);
});

test('a lane of two processes sends each delivery once', async () => {
  receiver.got.length = 0;
  const running = [startDelivery(ctx), startDelivery(ctx)];
  for (let i = 0; i < 10; i++) await plantDeliveries(world, 'webhook', ids);
  await until(sent(36));
  await Promise.all(running.map(({ stop }) => stop()));
  expect(receiver.got).toHaveLength(30);
});

test('requests to subscribe are decided, and unconfirmed subscriptions deleted whenever their retention is over', async () => {
  const running = startDelivery(ctx);
  const client = { headers: new Headers(), address: '192.0.2.1' };
  for (const address of ['petra@partner.example', 'oscar@partner.example']) {
    const isStored = async () => (await ctx.prisma.subscriber.count({ where: { address } })) === 1;
    await requestSubscription(ctx, client, { channel: 'email', address });
    await until(async () => (await mailsIn(world.mailFolder)).some(({ to }) => to === address));
    expect(await isStored()).toBe(true);
    world.clock.set(world.clock.now() + 8 * DAY_MS);
    await until(async () => !(await isStored()));
  }
  await running.stop();
});

test('hours without anything to deliver count as hours with a worker', async () => {
  const running = startDelivery(ctx);
  const activity = async () =>
    (await ctx.web.query<{ alive_at: Date; resumed_at: Date }>('SELECT alive_at, resumed_at FROM delivery_activity'))
      .rows[0];
  const isSeen = async () => Number((await activity())?.alive_at) === world.clock.now();
  world.clock.set(world.clock.now() + 30 * 60_000);
  await until(isSeen);
  const resumedAt = (await activity())?.resumed_at;
  for (let i = 0; i < 3; i++) {
    world.clock.set(world.clock.now() + 50 * 60_000);
    await until(isSeen);
  }
  expect((await activity())?.resumed_at).toEqual(resumedAt);
  await running.stop();
});

test('jobs of processes that died are deleted', async () => {
  await ctx.web.query(
    "INSERT INTO graphile_worker._private_jobs (task_id, attempts, max_attempts, locked_at, locked_by) SELECT id, 1, 1, now() - interval '2 hours', 'dead' FROM graphile_worker._private_tasks LIMIT 1",
  );
  const running = startDelivery(ctx);
  await until(async () => (await jobs()) === 0);
  await running.stop();
});
