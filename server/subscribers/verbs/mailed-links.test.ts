import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { confirmLink, linkKey, subscriberLinks } from '#server/subscribers/link-token';
import { openLink } from '#server/subscribers/open-link';
import { testWorld } from '#server/test/database';
import { plantIncident } from '#server/test/incidents';
import { plantSubscriber, subscriberAudit } from '#server/test/subscribers';
import { type Receiver, useReceiver } from '#server/test/use-receiver';
import { changeSubscription } from './change-subscription.ts';
import { confirmSubscription } from './confirm-subscription.ts';
import { renewConfirmation } from './renew-confirmation.ts';
import { rotateSecret } from './rotate-secret.ts';
import { testEndpoint } from './test-endpoint.ts';
import { unsubscribe } from './unsubscribe.ts';

const HOUR_MS = 3_600_000;
const START = Date.parse('2022-03-30T12:00:00Z');
const world = testWorld(START);
let receiver: Receiver;
useReceiver(world, (receiving) => {
  receiver = receiving.receiver;
  world.ctx.safeFetch = receiving.ctx.safeFetch;
});

const tokenIn = (url: string) => /\/(?:subscriptions|u)\/([^/]+)/.exec(url)?.[1] ?? '';
async function tokensOf(publicId: string, linkVersion = 1) {
  const key = await linkKey(world.ctx);
  const subscriber = { publicId, linkVersion };
  const { manage, unsubscribe: leave } = subscriberLinks(key, '', subscriber);
  return {
    confirm: tokenIn(confirmLink(key, '', subscriber, START).url),
    manage: tokenIn(manage),
    leave: tokenIn(leave),
  };
}
const rowOf = (publicId: string) => world.ctx.prisma.subscriber.findUniqueOrThrow({ where: { publicId } });
let hooks = 0;
const plantHook = (more: object = {}) =>
  plantSubscriber(world.ctx, `${receiver.url}/hook-${hooks++}`, {
    channel: 'webhook',
    ownerEmail: 'ops@a.example',
    ...more,
  });

test('a link of an ended subscription shows whether another one of the address still receives updates', async () => {
  const id = await plantSubscriber(world.ctx, 'twice@a.example');
  const { leave } = await tokensOf(id);
  await unsubscribe(world.ctx, { token: leave });
  const other = await plantSubscriber(world.ctx, 'twice@a.example', { confirmed: false });
  const shown: unknown[] = [];
  for (const state of ['unconfirmed', 'active', 'suppressed', 'ended']) {
    await world.ctx.prisma.subscriber.update({
      where: { publicId: other },
      data: { state, confirmedAt: new Date(START) },
    });
    shown.push(await openLink(world.ctx, leave, 'unsubscribe'));
  }
  expect(shown).toMatchObject([false, true, false, false].map((hasOther) => ({ subscriber: { hasOther } })));
});

describe('confirming an address', () => {
  test('makes it active once, and is audited as the subscriber', async () => {
    const id = await plantSubscriber(world.ctx, 'petra@a.example', { confirmed: false });
    const { confirm, manage } = await tokensOf(id);
    for (let i = 0; i < 2; i++) {
      const confirmed = await confirmSubscription(world.ctx, { token: confirm });
      expect([tokenIn(confirmed.manage), confirmed.secret, confirmed.failure]).toEqual([manage, null, null]);
    }
    expect(await rowOf(id)).toMatchObject({ state: 'active', confirmedAt: new Date(START) });
    const entries = (await subscriberAudit(world.ctx)).filter(({ objectId }) => objectId === id);
    expect(entries.map(({ action, actor }) => [action, actor])).toEqual([
      ['subscriber:add', 'staff:ada'],
      ['subscriber:confirm', 'system:subscriber'],
    ]);
  });

  test('lifts a suppression', async () => {
    const id = await plantSubscriber(world.ctx, 'bounced@a.example');
    await world.ctx.prisma.subscriber.update({ where: { publicId: id }, data: { state: 'suppressed', refusals: 2 } });
    await world.ctx.prisma.suppression.create({
      data: { address: 'bounced@a.example', reason: 'refused', createdAt: new Date(START) },
    });
    await confirmSubscription(world.ctx, { token: (await tokensOf(id)).confirm });
    expect(await rowOf(id)).toMatchObject({ state: 'active', refusals: 0 });
    expect(await world.ctx.prisma.suppression.count()).toBe(0);
  });

  test('ends subscriptions of the address to single incidents if it includes every incident', async () => {
    await plantIncident(world, 'incident0000');
    for (const [address, more, left] of [
      ['whole@a.example', {}, 'ended'],
      ['part@a.example', { components: ['serving'] }, 'active'],
      ['major@a.example', { minimumImpact: 'major' }, 'active'],
      ['ends@a.example', { events: ['opened', 'resolved'] }, 'active'],
    ] as const) {
      const one = await plantSubscriber(world.ctx, address, { incident: 'incident0000' });
      const all = await plantSubscriber(world.ctx, address, { ...more, confirmed: false });
      await confirmSubscription(world.ctx, { token: (await tokensOf(all)).confirm });
      expect([address, (await rowOf(one)).state, (await rowOf(all)).state]).toEqual([address, left, 'active']);
    }
  });

  test('is not possible after 72 hours; a new link goes to the same address with the same choice', async () => {
    const id = await plantSubscriber(world.ctx, 'late@a.example', { confirmed: false, components: ['analytics'] });
    const { confirm } = await tokensOf(id);
    world.clock.set(START + 72 * HOUR_MS - 1);
    expect((await openLink(world.ctx, confirm, 'confirm')).kind).toBe('open');
    world.clock.set(START + 72 * HOUR_MS);
    expect((await openLink(world.ctx, confirm, 'confirm')).kind).toBe('expired');
    await expect(confirmSubscription(world.ctx, { token: confirm })).rejects.toMatchObject({ code: 'not_found' });
    await renewConfirmation(world.ctx, { headers: new Headers(), address: '192.0.2.7' }, { token: confirm });
    expect(await world.ctx.prisma.subscriptionRequest.findFirst({ orderBy: { id: 'desc' } })).toMatchObject({
      address: 'late@a.example',
      choice: { kind: 'subscribe', components: ['analytics'], incident: null },
    });
    world.clock.set(START);
  });
});

describe('confirming a webhook', () => {
  test('shows a new secret and needs a 2xx answer to a test event that is signed with it', async () => {
    const id = await plantHook({ confirmed: false });
    const { confirm } = await tokensOf(id);
    receiver.answer(401);
    const first = await confirmSubscription(world.ctx, { token: confirm });
    expect(first).toMatchObject({
      secret: expect.stringMatching(/^whsec_/),
      failure: { kind: 'answered', status: 401 },
    });
    expect((await rowOf(id)).state).toBe('unconfirmed');
    receiver.answer(204);
    const second = await confirmSubscription(world.ctx, { token: confirm, hasSecret: true });
    expect([second.secret, second.failure, (await rowOf(id)).state]).toEqual([null, null, 'active']);
    const { body, headers } = receiver.got.at(-1) as (typeof receiver.got)[0];
    expect(body.type).toBe('endpoint.test');
    const verify = (secret: string, at = START) => {
      const signed = { ...headers, 'webhook-timestamp': headers['webhook-timestamp'] } as Record<string, string>;
      expect(Number(signed['webhook-timestamp'])).toBe(Math.floor(at / 1_000));
      const expected = new Webhook(secret).sign(signed['webhook-id'] ?? '', new Date(at), JSON.stringify(body));
      return signed['webhook-signature'] === expected;
    };
    expect([verify(first.secret ?? ''), verify(`whsec_${Buffer.alloc(32).toString('base64')}`)]).toEqual([true, false]);
  });

  test.each([
    ['a redirect', 'redirecting', { kind: 'answered', status: 302 }],
    ['a failure', 503, { kind: 'answered', status: 503 }],
  ] as const)('%s proves nothing', async (_, manner, failure) => {
    const id = await plantHook({ confirmed: false });
    receiver.answer(manner);
    const { confirm } = await tokensOf(id);
    expect((await confirmSubscription(world.ctx, { token: confirm })).failure).toEqual(failure);
    expect((await rowOf(id)).state).toBe('unconfirmed');
    receiver.answer(200);
  });

  test('is limited to ten test events in 15 minutes', async () => {
    const { confirm } = await tokensOf(await plantHook({ confirmed: false }));
    receiver.answer(500);
    for (let i = 0; i < 10; i++) await confirmSubscription(world.ctx, { token: confirm, hasSecret: true });
    await expect(confirmSubscription(world.ctx, { token: confirm, hasSecret: true })).rejects.toMatchObject({
      code: 'too_many_attempts',
    });
    receiver.answer(200);
  });
});

describe('the page of a subscription', () => {
  test('changes what it receives', async () => {
    const id = await plantSubscriber(world.ctx, 'narrow@a.example');
    const { manage } = await tokensOf(id);
    await changeSubscription(world.ctx, manage, { components: ['analytics'], events: ['resolved'] });
    expect(await rowOf(id)).toMatchObject({ hasAllComponents: false, kinds: ['resolved'] });
    expect((await subscriberAudit(world.ctx)).at(-1)).toMatchObject({
      action: 'subscriber:change',
      actor: 'system:subscriber',
      before: { components: null },
      after: { components: ['analytics'] },
    });
    await expect(changeSubscription(world.ctx, manage, { components: ['none'] })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });

  test('replaces the secret, keeps the old one for 24 hours, and notifies the owner', async () => {
    const id = await plantHook();
    const { secret: old } = await rowOf(id);
    const { manage } = await tokensOf(id);
    const { secret } = await rotateSecret(world.ctx, { token: manage });
    expect(await rowOf(id)).toMatchObject({
      secret,
      earlierSecrets: [{ secret: old, until: new Date(START + 24 * HOUR_MS).toISOString() }],
    });
    const notices = await world.ctx.prisma.delivery.findMany({ where: { subscriber: { publicId: id } } });
    expect(notices).toMatchObject([{ notice: { kind: 'new_secret' } }]);
    const signatures = async () => {
      expect(await testEndpoint(world.ctx, { token: manage })).toBeNull();
      return String(receiver.got.at(-1)?.headers['webhook-signature']).split(' ').length;
    };
    expect(await signatures()).toBe(2);
    world.clock.set(START + 24 * HOUR_MS);
    expect(await signatures()).toBe(1);
    world.clock.set(START);
  });

  test('signs with every earlier secret until its own end, and refuses a fifth within 24 hours', async () => {
    const id = await plantHook();
    const { manage } = await tokensOf(id);
    const secrets = [(await rowOf(id)).secret];
    for (let hour = 0; hour < 4; hour++) {
      world.clock.set(START + hour * HOUR_MS);
      secrets.push((await rotateSecret(world.ctx, { token: manage })).secret);
    }
    const signers = async () => {
      await testEndpoint(world.ctx, { token: manage });
      const { body, headers } = receiver.got.at(-1) as (typeof receiver.got)[0];
      const at = new Date(Number(headers['webhook-timestamp']) * 1_000);
      const signatures = String(headers['webhook-signature']).split(' ');
      return secrets.map((one) =>
        signatures.includes(new Webhook(one ?? '').sign(String(headers['webhook-id']), at, JSON.stringify(body))),
      );
    };
    expect(await signers()).toEqual([true, true, true, true, true]);
    await expect(rotateSecret(world.ctx, { token: manage })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('after 12:00 UTC on 31 March 2022.'),
    });
    world.clock.set(START + 25 * HOUR_MS);
    expect(await signers()).toEqual([false, false, true, true, true]);
    world.clock.set(START);
  });

  test.each(['quarantined', 'disabled'])(
    'resumes a %s webhook once its endpoint accepts a test event',
    async (state) => {
      const id = await plantHook();
      await world.ctx.prisma.subscriber.update({
        where: { publicId: id },
        data: { state, failingSince: new Date(START) },
      });
      const { manage } = await tokensOf(id);
      receiver.answer(500);
      expect(await testEndpoint(world.ctx, { token: manage })).toEqual({ kind: 'answered', status: 500 });
      expect((await rowOf(id)).state).toBe(state);
      receiver.answer(200);
      expect(await testEndpoint(world.ctx, { token: manage })).toBeNull();
      expect(await rowOf(id)).toMatchObject({ state: 'active', failingSince: null });
    },
  );

  test('has no endpoint or secret for a subscription by e-mail', async () => {
    const { manage } = await tokensOf(await plantSubscriber(world.ctx, 'plain@a.example'));
    for (const verb of [rotateSecret, testEndpoint])
      await expect(verb(world.ctx, { token: manage })).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('unsubscribing', () => {
  test('needs only the link, may be repeated, and keeps the address from being imported again', async () => {
    const id = await plantSubscriber(world.ctx, 'leaves@a.example');
    const { leave } = await tokensOf(id);
    for (let i = 0; i < 3; i++) await unsubscribe(world.ctx, { token: leave });
    expect(await rowOf(id)).toMatchObject({ state: 'ended', stateReason: 'unsubscribed', address: 'leaves@a.example' });
    const entries = (await subscriberAudit(world.ctx)).filter(({ objectId }) => objectId === id);
    expect(entries.map(({ action }) => action)).toEqual(['subscriber:add', 'subscriber:unsubscribe']);
  });

  test('works with the link of every earlier mail, also after newer links were made', async () => {
    const id = await plantSubscriber(world.ctx, 'old@a.example');
    const { leave, manage } = await tokensOf(id);
    await world.ctx.prisma.subscriber.update({ where: { publicId: id }, data: { linkVersion: 3 } });
    expect((await openLink(world.ctx, manage, 'manage')).kind).toBe('absent');
    await unsubscribe(world.ctx, { token: leave });
    expect((await rowOf(id)).state).toBe('ended');
  });
});

test('a link does nothing but what it is for', async () => {
  const id = await plantSubscriber(world.ctx, 'fits@a.example', { confirmed: false });
  const { confirm, manage, leave } = await tokensOf(id);
  const kinds = async (purpose: Parameters<typeof openLink>[2]) =>
    Promise.all([confirm, manage, leave, 'x'].map(async (token) => (await openLink(world.ctx, token, purpose)).kind));
  expect(await kinds('confirm')).toEqual(['open', 'absent', 'absent', 'absent']);
  expect(await kinds('manage')).toEqual(['absent', 'open', 'absent', 'absent']);
  expect(await kinds('unsubscribe')).toEqual(['absent', 'open', 'open', 'absent']);
});
