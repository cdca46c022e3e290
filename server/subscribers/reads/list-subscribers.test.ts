import { beforeAll, expect, test } from 'vitest';
import { testWorld } from '#server/test/database';
import { ADA, as, ED } from '#server/test/people';
import { plantSubscriber, subscriberAudit } from '#server/test/subscribers';
import { listSubscribers } from './list-subscribers.ts';

const world = testWorld();
const list = (query: object = {}) => listSubscribers(as(world.ctx, ADA), query);
const addresses = async (query: object) => (await list(query)).subscribers.map(({ address }) => address);

beforeAll(async () => {
  const { ctx } = world;
  await plantSubscriber(ctx, 'all@a.example');
  await plantSubscriber(ctx, 'serving@a.example', { components: ['serving'] });
  await plantSubscriber(ctx, 'analytics@b.example', { components: ['analytics'], minimumImpact: 'major' });
  await plantSubscriber(ctx, 'later@b.example', { confirmed: false });
  const hook = { channel: 'webhook', ownerEmail: 'ops@b.example' };
  await plantSubscriber(ctx, 'https://hooks.b.example/failing', hook);
  await plantSubscriber(ctx, 'https://hooks.b.example/gone', hook);
  await plantSubscriber(ctx, 'https://hooks.b.example/fine', hook);
  const change = (address: string, data: object) => ctx.prisma.subscriber.updateMany({ where: { address }, data });
  await change('https://hooks.b.example/failing', { failingSince: new Date(ctx.clock.now()) });
  await change('https://hooks.b.example/gone', { state: 'disabled' });
  await change('serving@a.example', { state: 'suppressed' });
  await change(await plantSubscriber(ctx, 'left@a.example').then(() => 'left@a.example'), { state: 'ended' });
});

test('lists everything but ended subscriptions, the failing ones first, in pages', async () => {
  const first = await list({ perPage: 3 });
  expect([first.hasMore, first.subscribers.map(({ address }) => address)]).toEqual([
    true,
    ['https://hooks.b.example/failing', 'https://hooks.b.example/gone', 'all@a.example'],
  ]);
  expect(first.subscribers[0]).toMatchObject({
    channel: 'webhook',
    ownerEmail: 'ops@b.example',
    state: 'active',
    components: [],
    minimumImpact: 'minor',
    lastDeliveryAt: null,
  });
  const last = await list({ perPage: 3, page: 3 });
  expect([last.hasMore, last.subscribers.map(({ address }) => address)]).toEqual([
    false,
    ['https://hooks.b.example/fine'],
  ]);
});

test('can be limited to a channel, a state, a component and a part of an address', async () => {
  expect(await addresses({ channel: 'email', state: 'active' })).toEqual(['all@a.example', 'analytics@b.example']);
  expect(await addresses({ state: 'failing' })).toHaveLength(2);
  expect(await addresses({ state: 'suppressed' })).toEqual(['serving@a.example']);
  expect(await addresses({ state: 'unconfirmed' })).toEqual(['later@b.example']);
  expect(await addresses({ component: 'analytics', channel: 'email' })).toEqual([
    'all@a.example',
    'analytics@b.example',
    'later@b.example',
  ]);
  expect(await addresses({ q: 'HOOKS.B' })).toHaveLength(3);
  expect(await addresses({ q: 'ops@b', state: 'active' })).toEqual(['https://hooks.b.example/fine']);
  expect(await addresses({ q: '%' })).toEqual([]);
});

test('counts confirmed ones by channel, all by state, and what the filter finds', async () => {
  expect((await list({ channel: 'webhook' })).counts).toEqual({
    channels: { email: 3, webhook: 3 },
    states: { active: 3, failing: 2, suppressed: 1, unconfirmed: 1 },
    found: 3,
  });
});

test('each reading of addresses is recorded without what was searched for', async () => {
  await list({ q: 'serving@a.example', state: 'suppressed' });
  expect((await subscriberAudit(world.ctx)).at(-1)).toEqual({
    action: 'subscriber:read',
    objectId: 'list',
    actor: 'staff:ada',
    before: null,
    after: { page: 1, count: 1, state: 'suppressed', isSearch: true },
  });
  await expect(listSubscribers(as(world.ctx, ED), {})).rejects.toMatchObject({ code: 'forbidden' });
  for (const query of [{ state: 'erased' }, { perPage: 101 }, { page: 0 }, { sort: 'x' }])
    await expect(list(query)).rejects.toMatchObject({ code: 'invalid_input' });
});
