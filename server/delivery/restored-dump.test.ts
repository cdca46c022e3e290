import { beforeEach, expect, test } from 'vitest';
import type { Context } from '#server/context';
import { migrate } from '#server/db/migrate';
import { createLanes } from '#server/delivery/lanes/create-lanes';
import { drain } from '#server/delivery/lanes/drain';
import { pauseDelivery } from '#server/delivery/verbs/pause-delivery';
import { resumeDelivery } from '#server/delivery/verbs/resume-delivery';
import { postUpdate } from '#server/incidents/verbs/post-update';
import { decideRequests } from '#server/subscribers/verbs/decide-requests';
import { requestSubscription } from '#server/subscribers/verbs/request-subscription';
import { writeNotices } from '#server/subscribers/write-notices';
import { AS_IN_PRODUCTION, testWorld } from '#server/test/database';
import { anIncident } from '#server/test/incidents';
import { mailsIn } from '#server/test/mailbox';
import { as, CORY } from '#server/test/people';
import { plantSubscriber } from '#server/test/plant-subscriber';
import { type Receiver, useReceiver } from '#server/test/use-receiver';
import { fanOut } from './fan-out.ts';

const HOUR = 3_600_000;
const YEAR = 365 * 24 * HOUR;
const world = testWorld(undefined, AS_IN_PRODUCTION);
let receiver: Receiver;
let ctx: Context;

useReceiver(world, (receiving) => ({ receiver, ctx } = receiving));
beforeEach(() =>
  ctx.web.query('TRUNCATE event, delivery, subscriber, subscriber_component, subscription_request CASCADE'),
);

const client = { headers: new Headers(), address: '192.0.2.1' };

/** Leaves behind everything that can wait: events, first tries, retries, a notice and a request to subscribe. */
async function leaveWaiting(): Promise<void> {
  const people = [
    await plantSubscriber(world),
    await plantSubscriber(world, { channel: 'webhook', address: `${receiver.url}/a` }),
  ];
  const failing = [
    await plantSubscriber(world),
    await plantSubscriber(world, { channel: 'webhook', address: `${receiver.url}/b` }),
  ];
  const { incident } = await anIncident(world);
  await fanOut(ctx);
  for (const { id, channel } of failing)
    await ctx.prisma.delivery.updateMany({
      where: { subscriberId: id },
      data: { tries: 1, outcome: 'failed', lane: channel === 'email' ? 'mail_retry' : 'webhook_retry' },
    });
  await postUpdate(as(ctx, CORY), { incident, body: 'More.' });
  await ctx.prisma.$transaction((tx) =>
    writeNotices(
      tx,
      ctx,
      people.map(({ id }) => id),
      { kind: 'already_active' },
    ),
  );
  await requestSubscription(ctx, client, { channel: 'email', address: 'new@partner.example' });
}

/** Does what the worker processes do, until nothing is due. */
async function runWorkers(): Promise<{ mails: number; webhooks: number }> {
  const before = { mails: (await mailsIn(world.mailFolder)).length, webhooks: receiver.got.length };
  await decideRequests(ctx);
  await drain(ctx, createLanes(ctx));
  return {
    mails: (await mailsIn(world.mailFolder)).length - before.mails,
    webhooks: receiver.got.length - before.webhooks,
  };
}

test('a database that waited for a year is migrated and sends nothing; one that waited for a minute sends all', async () => {
  await leaveWaiting();
  world.clock.set(world.clock.now() + 60_000);
  expect(await runWorkers()).toEqual({ mails: 7, webhooks: 4 }); // two events for each of four, two notices, one confirmation
  await ctx.web.query('TRUNCATE event, delivery, subscriber, subscriber_component, subscription_request CASCADE');
  await leaveWaiting();
  world.clock.set(world.clock.now() + YEAR);
  await migrate(ctx.web);
  expect(await runWorkers()).toEqual({ mails: 0, webhooks: 0 });
  expect(await ctx.prisma.delivery.groupBy({ by: ['state', 'outcome'], _count: true })).toEqual([
    { state: 'dropped', outcome: 'too_old', _count: 6 },
  ]);
  expect(await ctx.prisma.event.count({ where: { outcome: null } })).toBe(0);
  expect(await ctx.prisma.subscriptionRequest.findFirstOrThrow()).toMatchObject({ outcome: 'failed' });
});

test('a queue that takes hours because of the rate limit is sent to the end', async () => {
  const MAILS = 20;
  const EACH_MS = 10 * 60_000;
  for (let i = 0; i < MAILS; i++) await plantSubscriber(world);
  world.clock.set(world.clock.now() + YEAR); // no worker was running
  await anIncident(world);
  await fanOut(ctx);
  const startedAt = world.clock.now();
  const slow: Context['subscriberMail'] = {
    ...ctx.subscriberMail,
    perSecond: 0.5,
    send: (message) => {
      world.clock.set(world.clock.now() + EACH_MS);
      return ctx.subscriberMail.send(message);
    },
  };
  await createLanes({ ...ctx, subscriberMail: slow }, YEAR).mail.run();
  expect(world.clock.now() - startedAt).toBe(MAILS * EACH_MS);
  expect(await ctx.prisma.delivery.count({ where: { state: 'sent' } })).toBe(MAILS);
});

test('a pause of more than an hour sends nothing that waited, a shorter one all', async () => {
  for (const [pauseMs, outcome] of [
    [HOUR, 'sent'],
    [HOUR + 2_000, 'too_old'],
  ] as const) {
    await ctx.web.query('TRUNCATE event, delivery CASCADE');
    await plantSubscriber(world);
    await anIncident(world);
    await fanOut(ctx);
    await pauseDelivery(as(ctx, CORY));
    for (let at = 0; at < pauseMs; at += pauseMs / 4) {
      world.clock.set(world.clock.now() + pauseMs / 4);
      await createLanes(ctx).mail.run();
    }
    await resumeDelivery(as(ctx, CORY));
    await createLanes(ctx).mail.run();
    const rows = await ctx.prisma.delivery.findMany();
    expect(rows.map((row) => row.outcome)).toEqual(rows.map(() => outcome));
  }
});

test('a result that comes late still counts', async () => {
  const [reader] = [await plantSubscriber(world, { channel: 'webhook', address: `${receiver.url}/c` })];
  await anIncident(world);
  await fanOut(ctx);
  const { webhook } = createLanes({
    ...ctx,
    safeFetch: {
      ...ctx.safeFetch,
      post: async (request) => {
        world.clock.set(world.clock.now() + YEAR);
        return ctx.safeFetch.post(request);
      },
    },
  });
  await webhook.run();
  expect(await ctx.prisma.delivery.findFirstOrThrow({ where: { subscriberId: reader.id } })).toMatchObject({
    state: 'sent',
    outcome: 'sent',
  });
});
