import { expect, test } from 'vitest';
import { testWorld } from '#server/test/database';
import { plantSubscriber, subscriberAudit } from '#server/test/subscribers';
import { purgeUnconfirmed } from './purge.ts';

const START = Date.parse('2022-03-30T12:00:00Z');
const WEEK_MS = 7 * 86_400_000;
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
