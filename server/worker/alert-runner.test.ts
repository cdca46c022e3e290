import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Context } from '#server/context';
import { POOLS } from '#server/db/client';
import { createLog } from '#server/log';
import { openContext } from '#server/open-context';
import { createSafeFetch } from '#server/outbound/safe-fetch';
import { alertReceiver } from '#server/test/alert-receiver';
import { AS_IN_PRODUCTION, testWorld } from '#server/test/database';
import { plantSubscribers } from '#server/test/deliveries';
import { startReceiver } from '#server/test/receiver';
import { startAlerts } from './alert-runner.ts';
import { startDelivery } from './delivery-runner.ts';

const READERS = 1_000;
const world = testWorld(Date.parse('2022-03-30T12:00:00Z'), AS_IN_PRODUCTION);
beforeAll(async () => {
  await plantSubscribers(
    world,
    Array.from({ length: READERS }, (_, i) => `reader-${i}@partner.example`),
    'email',
  );
});
const { current, allAt, add, outcomes } = alertReceiver(world);

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await wait(20);
}
/** Returns how often the alert about the incident arrived. */
const arrivals = () => allAt('hook').filter(({ body }) => JSON.stringify(body).includes(current.incident)).length;

/** Mail to subscribers through a server that accepts messages and never answers, until it is released. */
function blackHole() {
  const released = Promise.withResolvers<void>();
  const state = { inProgress: 0, release: released.resolve };
  const subscriberMail: Context['subscriberMail'] = {
    perSecond: 10_000,
    close: () => undefined,
    send: async () => {
      state.inProgress++;
      await released.promise;
      return { kind: 'sent', answer: null };
    },
  };
  return { state, subscriberMail };
}

/** Runs something until the test ends, whatever its result. */
function running<T extends { stop: () => Promise<void> }>(started: T): T {
  onTestFinished(started.stop);
  return started;
}

test('an alert leaves at once while 1,000 mails to subscribers wait for a mail server that never answers', async () => {
  const { state, subscriberMail } = blackHole();
  running(startDelivery({ ...current.ctx, subscriberMail }));
  onTestFinished(() => state.release());
  const mails = (where: object) => current.ctx.prisma.delivery.count({ where: { lane: 'mail', ...where } });
  const isHeldUp = async () => state.inProgress > 0 && (await mails({ tries: 1 })) === state.inProgress;
  await until(async () => (await mails({ state: 'due' })) >= READERS && isHeldUp());
  const { inProgress } = state;
  await add({});
  running(startAlerts(current.ctx));
  await until(async () => (await outcomes())[0]?.[1] === 'sent');
  expect([arrivals(), state.inProgress, await mails({ state: { not: 'due' } })]).toEqual([1, inProgress, 0]);
});

test('an alert leaves at once while every connection of deliveries to subscribers is taken', async () => {
  const taken = await Promise.all(Array.from({ length: POOLS.delivery.max }, () => current.ctx.delivery.connect()));
  onTestFinished(() => {
    for (const client of taken) client.release();
  });
  await add({});
  running(startAlerts(current.ctx));
  await until(async () => (await outcomes())[0]?.[1] === 'sent');
  expect(arrivals()).toBe(1);
});

test('an alert leaves at once while slow webhooks of subscribers take every connection to its host', async () => {
  const timeoutMs = 600_000; // no request to a slow webhook ends during the test
  const ctx = openContext({
    databaseUrl: world.url,
    log: createLog('silent'),
    clock: world.clock,
    createFetch: () => createSafeFetch({ allow: ['127.0.0.0/8'], timeoutMs }),
  });
  const slow = await startReceiver('slow');
  onTestFinished(async () => {
    await ctx.close();
    await slow.stop();
  });
  for (let i = 0; i < 20; i++) void ctx.safeFetch.post({ url: `${slow.url}/subscriber`, body: '{}' });
  await until(() => slow.got.length > 0);
  slow.answer(200); // for further requests
  await add({ address: `${slow.url}/alert` });
  running(startAlerts(ctx));
  await until(async () => (await outcomes())[0]?.[1] === 'sent');
  expect(slow.got.filter(({ path }) => path === '/alert')).toHaveLength(1);
});

test('an alert that failed is tried again when that is due by the clock of the context', async () => {
  await add({});
  current.receiver.answer(503);
  running(startAlerts(current.ctx));
  const failed = { lane: 'alert', state: 'due', outcome: 'failed' };
  await until(async () => (await current.ctx.prisma.delivery.count({ where: failed })) === 1);
  current.receiver.answer(200);
  world.clock.set(world.clock.now() + 5_000);
  await until(async () => (await outcomes())[0]?.[1] === 'sent');
  expect(arrivals()).toBe(2);
});

test('two processes send an alert once', async () => {
  await add({});
  const processes = [startAlerts(current.ctx), startAlerts(current.ctx)];
  await until(async () => (await outcomes())[0]?.[1] === 'sent');
  await Promise.all(processes.map(({ stop }) => stop()));
  expect(arrivals()).toBe(1);
});
