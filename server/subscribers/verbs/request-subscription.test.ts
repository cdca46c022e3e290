import { beforeEach, describe, expect, test } from 'vitest';
import type { Client } from '#server/identity/sign-in/request-client';
import { countStatements } from '#server/test/count-statements';
import { testWorld } from '#server/test/database';
import { plantIncident } from '#server/test/incidents';
import { plantSubscriber } from '#server/test/subscribers';
import { decideRequests } from './decide-requests.ts';
import { requestLinks, requestSubscription } from './request-subscription.ts';

const START = Date.parse('2022-03-30T12:00:00Z');
const MINUTE_MS = 60_000;
const world = testWorld(START);
const from = (address: string): Client => ({ headers: new Headers(), address });
const HOME = from('192.0.2.1');
const ask = (address: string, more: object = {}, client = HOME) =>
  requestSubscription(world.ctx, client, { channel: 'email', address, ...more });
const outcomes = async () =>
  (await world.ctx.prisma.subscriptionRequest.findMany({ orderBy: { id: 'asc' } })).map(({ outcome }) => outcome);
const noticesOf = async (address: string) =>
  (
    await world.ctx.prisma.delivery.findMany({
      where: { lane: 'notice', subscriber: { OR: [{ address }, { ownerEmail: address }] } },
      orderBy: { id: 'asc' },
    })
  ).map(({ notice }) => (notice as { kind: string }).kind);

beforeEach(async () => {
  world.clock.set(START);
  await world.ctx.prisma.subscriptionRequest.deleteMany();
});

describe('a request', () => {
  test('takes the same statements for a new, unconfirmed, active, suppressed and unsubscribed address', async () => {
    await plantSubscriber(world.ctx, 'active@a.example');
    await plantSubscriber(world.ctx, 'unconfirmed@a.example', { confirmed: false });
    for (const state of ['suppressed', 'ended']) {
      const publicId = await plantSubscriber(world.ctx, `${state}@a.example`);
      await world.ctx.prisma.subscriber.update({ where: { publicId }, data: { state } });
    }
    const counts: unknown[] = [];
    for (const address of ['new', 'unconfirmed', 'active', 'suppressed', 'ended'].map((name) => `${name}@a.example`)) {
      const { statements, result } = await countStatements(world.ctx, (ctx) =>
        requestSubscription(ctx, HOME, { channel: 'email', address }),
      );
      counts.push([statements, result]);
    }
    expect(counts).toEqual(Array(5).fill([5, undefined])); // begin, lock, store, wake, commit
    expect(await decideRequests(world.ctx)).toBe(5);
    expect(await outcomes()).toEqual([
      'confirmation_sent',
      'confirmation_sent',
      'link_sent',
      'confirmation_sent',
      'confirmation_sent',
    ]);
    expect(await noticesOf('active@a.example')).toEqual(['already_active']);
    expect(await noticesOf('suppressed@a.example')).toEqual(['confirm']);
  });

  test('is refused by its form only', async () => {
    const wrong = [
      [{ channel: 'email', address: 'nonsense' }, 'address: must be one e-mail address'],
      [
        { channel: 'webhook', address: 'http://a.example', ownerEmail: 'a@b.example' },
        'address: must begin with https://.',
      ],
      [
        { channel: 'email', address: 'a@b.example', timeZone: 'Mars' },
        'timeZone: must be an IANA time zone like Europe/London',
      ],
      [{ channel: 'email', address: 'a@b.example', confirmed: true }, expect.any(String)],
    ] as const;
    for (const [input, message] of wrong)
      await expect(requestSubscription(world.ctx, HOME, input)).rejects.toMatchObject({
        code: 'invalid_input',
        message,
      });
    expect(await world.ctx.prisma.subscriptionRequest.count()).toBe(0);
  });

  test('is one of at most twenty per hour from one network, also if they come at once', async () => {
    const addresses = Array.from({ length: 30 }, (_, i) => `burst-${i}@a.example`);
    const results = await Promise.allSettled(addresses.map((address) => ask(address, {}, from('2001:db8::1'))));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
    await expect(ask('x@a.example', {}, from('2001:db8::2'))).rejects.toMatchObject({ code: 'too_many_attempts' });
    await ask('x@a.example', {}, from('2001:db8:0:1::1'));
    world.clock.set(START + 60 * MINUTE_MS);
    await ask('x@a.example', {}, from('2001:db8::2'));
  });

  test('is one of at most a thousand per hour overall', async () => {
    const at = new Date(START);
    const row = { channel: 'email', address: 'a@b.example', recipient: 'a@b.example', choice: {}, createdAt: at };
    await world.ctx.prisma.subscriptionRequest.createMany({
      data: Array.from({ length: 999 }, (_, i) => ({ ...row, network: `network-${i}` })),
    });
    await ask('last@a.example');
    await expect(ask('later@a.example')).rejects.toMatchObject({ code: 'too_many_attempts' });
  });
});

describe('the worker', () => {
  test('creates an unconfirmed subscription with what was asked for, and a notice', async () => {
    await ask('some@b.example', { components: ['analytics'], minimumImpact: 'major', events: ['opened'] });
    expect(await decideRequests(world.ctx)).toBe(1);
    const stored = await world.ctx.prisma.subscriber.findFirst({
      where: { address: 'some@b.example' },
      include: { components: true },
    });
    expect(stored).toMatchObject({ state: 'unconfirmed', minimumImpact: 2, kinds: ['opened'], components: [{}] });
    expect(await noticesOf('some@b.example')).toEqual(['confirm']);
    expect(await decideRequests(world.ctx)).toBe(0);
  });

  test('mails an address once in 15 minutes and three times per day, and remembers the latest wish', async () => {
    for (const minute of [0, 1, 14, 15, 31, 47, 23 * 60]) {
      world.clock.set(START + minute * MINUTE_MS);
      await ask('often@b.example', { minimumImpact: minute === 31 ? 'critical' : 'minor' });
      await decideRequests(world.ctx);
    }
    const sent = 'confirmation_sent';
    expect(await outcomes()).toEqual([sent, 'too_soon', 'too_soon', sent, sent, 'too_soon', 'too_soon']);
    expect(await noticesOf('often@b.example')).toEqual(['confirm', 'confirm', 'confirm']);
    const found = await world.ctx.prisma.subscriber.findMany({ where: { address: 'often@b.example' } });
    expect(found).toMatchObject([{ minimumImpact: 3 }]);
  });

  test('counts the owner of webhooks as one recipient, whatever their endpoints are', async () => {
    for (const path of ['a', 'b'])
      await requestSubscription(world.ctx, HOME, {
        channel: 'webhook',
        address: `https://hooks.b.example/${path}`,
        ownerEmail: 'owner@b.example',
      });
    await decideRequests(world.ctx);
    expect([await outcomes(), await noticesOf('owner@b.example')]).toEqual([
      ['confirmation_sent', 'too_soon'],
      ['confirm'],
    ]);
  });

  test('mails the owner of a subscribed webhook within the limits, whatever owner a request names', async () => {
    const address = 'https://hooks.e.example/';
    await plantSubscriber(world.ctx, address, { channel: 'webhook', ownerEmail: 'owner@e.example' });
    for (const name of ['a', 'b', 'c'])
      await requestSubscription(world.ctx, HOME, {
        channel: 'webhook',
        address,
        ownerEmail: `${name}@stranger.example`,
      });
    await decideRequests(world.ctx);
    expect([await outcomes(), await noticesOf('owner@e.example')]).toEqual([
      ['link_sent', 'too_soon', 'too_soon'],
      ['already_active'],
    ]);
  });

  test('gives an unconfirmed webhook to whom its latest request names, so that earlier links do nothing', async () => {
    const address = 'https://hooks.f.example/';
    const askFor = async (ownerEmail: string) => {
      await requestSubscription(world.ctx, HOME, { channel: 'webhook', address, ownerEmail });
      await decideRequests(world.ctx);
      return world.ctx.prisma.subscriber.findFirstOrThrow({ where: { address } });
    };
    const first = await askFor('first@f.example');
    world.clock.set(START + 15 * MINUTE_MS);
    expect((await askFor('first@f.example')).linkVersion).toBe(first.linkVersion);
    expect(await askFor('second@f.example')).toMatchObject({
      id: first.id,
      ownerEmail: 'second@f.example',
      linkVersion: first.linkVersion + 1,
    });
  });

  test('does not let a request that cannot be decided delay the next one', async () => {
    await ask('wrong@b.example', { components: ['none'] });
    await ask('right@b.example');
    expect(await decideRequests(world.ctx)).toBe(2);
    expect(await outcomes()).toEqual(['failed', 'confirmation_sent']);
  });

  test('answers a request for an incident with the subscription that includes it already', async () => {
    await plantIncident(world, 'incident0000');
    await plantSubscriber(world.ctx, 'whole@b.example');
    await plantSubscriber(world.ctx, 'part@b.example', { components: ['analytics'] });
    for (const address of ['whole@b.example', 'part@b.example']) await ask(address, { incident: 'incident0000' });
    await decideRequests(world.ctx);
    expect(await outcomes()).toEqual(['link_sent', 'confirmation_sent']);
    expect(await noticesOf('whole@b.example')).toEqual(['already_active']);
  });

  test('mails one message with the links to all subscriptions of an address, and nothing to an unknown one', async () => {
    await plantSubscriber(world.ctx, 'links@b.example');
    await plantSubscriber(world.ctx, 'https://hooks.c.example/', { channel: 'webhook', ownerEmail: 'links@b.example' });
    await plantSubscriber(world.ctx, 'https://hooks.d.example/', {
      channel: 'webhook',
      ownerEmail: 'links@b.example',
      confirmed: false,
    });
    for (const address of ['links@b.example', 'unknown@b.example']) await requestLinks(world.ctx, HOME, { address });
    await decideRequests(world.ctx);
    expect(await outcomes()).toEqual(['link_sent', 'failed']);
    expect((await noticesOf('links@b.example')).sort()).toEqual(['confirm', 'links']);
    const notice = await world.ctx.prisma.delivery.findFirstOrThrow({ orderBy: { id: 'desc' } });
    expect((notice.notice as { subscriptions: string[] }).subscriptions).toHaveLength(3);
  });

  test('decides each request once if two processes look at once', async () => {
    for (let i = 0; i < 5; i++) await ask(`both-${i}@b.example`);
    const counts = await Promise.all([decideRequests(world.ctx), decideRequests(world.ctx)]);
    expect(counts[0] + counts[1]).toBe(5);
    expect(await noticesOf('both-0@b.example')).toEqual(['confirm']);
  });
});
