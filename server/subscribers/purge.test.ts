import { expect, test } from 'vitest';
import { removeSubscriber } from '#server/subscribers/verbs/remove-subscriber';
import { testWorld } from '#server/test/database';
import { ADA, as } from '#server/test/people';
import { plantSubscriber, subscriberAudit } from '#server/test/subscribers';
import { endSubscriber } from './end-subscriber.ts';
import { purgeExpired, purgeUnconfirmed } from './purge.ts';

const START = Date.parse('2022-03-30T12:00:00Z');
const WEEK_MS = 7 * 86_400_000;
const MONTH_MS = 30 * 86_400_000;
const world = testWorld(START);

test('subscriptions that are not confirmed are gone after seven days, with their notices and requests', async () => {
  const { ctx, clock } = world;
  await plantSubscriber(ctx, 'never@a.example', { confirmed: false, components: ['serving'] });
  await plantSubscriber(ctx, 'active@a.example');
  const renewed = await plantSubscriber(ctx, 'renewed@a.example', { confirmed: false });
  await ctx.prisma.subscriptionRequest.create({
    data: {
      network: 'x',
      channel: 'email',
      address: 'a@b.c',
      recipient: 'a@b.c',
      choice: {},
      createdAt: new Date(START),
    },
  });
  clock.set(START + WEEK_MS - 1);
  expect([await purgeUnconfirmed(ctx), await ctx.prisma.subscriptionRequest.count()]).toEqual([0, 1]);
  await ctx.prisma.subscriber.update({ where: { publicId: renewed }, data: { stateAt: new Date(clock.now()) } });
  clock.set(START + WEEK_MS);
  expect([await purgeUnconfirmed(ctx), await ctx.prisma.subscriptionRequest.count()]).toEqual([1, 0]);
  const left = await ctx.prisma.subscriber.findMany({ select: { address: true }, orderBy: { id: 'asc' } });
  expect(left.map(({ address }) => address)).toEqual(['active@a.example', 'renewed@a.example']);
  expect((await subscriberAudit(ctx)).at(-1)).toMatchObject({ action: 'subscriber:expire', after: { count: 1 } });
  expect(await purgeUnconfirmed(ctx)).toBe(0);
});

test('the address of an ended subscription is erased after 30 days; one that unsubscribed still has to confirm', async () => {
  const { ctx, clock } = world;
  const now = clock.now();
  const unsubscribed = await plantSubscriber(ctx, 'left@a.example');
  const removed = await plantSubscriber(ctx, 'removed@a.example');
  await plantSubscriber(ctx, 'stays@a.example');
  await ctx.prisma.suppression.create({
    data: { address: 'left@a.example', reason: 'staff', createdAt: new Date(now) },
  });
  await ctx.prisma.$transaction((tx) => endSubscriber(tx, as(ctx, ADA), unsubscribed, 'unsubscribed'));
  await removeSubscriber(as(ctx, ADA), { id: removed });
  const addressesOf = async () =>
    (await ctx.prisma.subscriber.findMany({ where: { publicId: { in: [unsubscribed, removed] } } })).map(
      ({ address }) => address,
    );
  clock.set(now + MONTH_MS - 1);
  await purgeExpired(ctx);
  expect((await addressesOf()).sort()).toEqual(['left@a.example', 'removed@a.example']);
  clock.set(now + MONTH_MS);
  await purgeExpired(ctx);
  expect(await addressesOf()).toEqual([null, null]);
  expect(await ctx.prisma.subscriber.count({ where: { address: 'stays@a.example' } })).toBe(1);
  await ctx.prisma.suppression.delete({ where: { address: 'left@a.example' } }); // it was not purged
  const states = [];
  for (const address of ['left@a.example', 'removed@a.example'])
    states.push(
      (await ctx.prisma.subscriber.findUniqueOrThrow({ where: { publicId: await plantSubscriber(ctx, address) } }))
        .state,
    );
  expect(states).toEqual(['unconfirmed', 'active']);
});
