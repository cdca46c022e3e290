import { beforeAll, expect, test } from 'vitest';
import type { Context } from '#server/context';
import { readQueueAges } from '#server/delivery/reads/read-queue-ages';
import { sentMessages } from '#server/delivery/sql/sent-messages';
import { readiness } from '#server/health/readiness';
import { postUpdate } from '#server/incidents/verbs/post-update';
import { testWorld } from '#server/test/database';
import { plantSubscribers } from '#server/test/deliveries';
import { anIncident } from '#server/test/incidents';
import { mailsIn } from '#server/test/mailbox';
import { ADA, as } from '#server/test/people';
import { createLanes } from './create-lanes.ts';
import { drain } from './drain.ts';

const MINUTE = 60_000;
const world = testWorld();
let ctx: Context;
beforeAll(async () => {
  ctx = world.ctx;
  await plantSubscribers(world, ['a@partner.example', 'b@partner.example'], 'email');
});
const oldest = async () => Math.max(...(await readQueueAges(ctx)).map(({ ageMs }) => ageMs));

test('everything that is due by the clock is delivered, in order, and the rest waits', async () => {
  const lanes = createLanes(ctx);
  const { incident } = await anIncident(world);
  await postUpdate(as(ctx, ADA), { incident, body: 'Found it.', state: 'identified' });
  await drain(ctx, lanes);
  expect(await sentMessages(ctx.web)).toEqual({ mails: 4, webhooks: 0 });
  expect(await mailsIn(world.mailFolder)).toHaveLength(4);
  await ctx.prisma.event.updateMany({ data: { dueAt: new Date(world.clock.now() + MINUTE) } });
  await postUpdate(as(ctx, ADA), { incident, body: 'Nearly.' });
  await ctx.prisma.event.updateMany({
    where: { outcome: null },
    data: { dueAt: new Date(world.clock.now() + MINUTE) },
  });
  await drain(ctx, lanes);
  expect((await sentMessages(ctx.web)).mails).toBe(4);
  world.clock.set(world.clock.now() + MINUTE);
  await drain(ctx, lanes);
  expect((await sentMessages(ctx.web)).mails).toBe(6);
});

test('the age of the queues counts from when an entry was due, and readiness warns after five minutes', async () => {
  expect(await oldest()).toBe(0);
  await anIncident(world);
  world.clock.set(world.clock.now() + 5 * MINUTE);
  expect([await oldest(), (await readiness(ctx)).status]).toEqual([5 * MINUTE, 'pass']);
  const pausedAt = new Date(world.clock.now());
  await ctx.prisma.deliveryPause.update({ where: { id: 1 }, data: { pausedAt, reason: 'operator' } });
  world.clock.set(world.clock.now() + 1);
  await drain(ctx, createLanes(ctx));
  expect(await readiness(ctx)).toMatchObject({
    status: 'warn',
    checks: { delivery: { ageMs: 5 * MINUTE + 1, pausedAt: pausedAt.toISOString() } },
  });
  await ctx.prisma.deliveryPause.update({ where: { id: 1 }, data: { pausedAt: null, reason: null } });
  await drain(ctx, createLanes(ctx));
  expect(await readiness(ctx)).toMatchObject({ status: 'pass', checks: { delivery: { ageMs: 0, pausedAt: null } } });
});

test('while the database is unavailable there are no ages, and readiness fails', async () => {
  const web = { query: () => Promise.reject(new Error('away')) } as unknown as Context['web'];
  expect(await readQueueAges({ ...ctx, web })).toEqual([]);
  expect(await readiness({ ...ctx, web })).toMatchObject({ status: 'fail', checks: { delivery: null } });
});
