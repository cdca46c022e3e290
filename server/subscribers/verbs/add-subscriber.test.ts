import { describe, expect, test } from 'vitest';
import { EVENT_KINDS } from '#domain/delivery/kind';
import { testWorld } from '#server/test/database';
import { faultAtEachCall } from '#server/test/faults';
import { plantIncident } from '#server/test/incidents';
import { ADA, as, CORY, ED, VERA } from '#server/test/people';
import { subscriberAudit } from '#server/test/subscribers';
import { addSubscriber } from './add-subscriber.ts';
import { eraseSubscriber } from './erase-subscriber.ts';

const world = testWorld();
const ada = () => as(world.ctx, ADA);
const add = (input: object) => addSubscriber(ada(), input);
const rowOf = (publicId: string) =>
  world.ctx.prisma.subscriber.findUniqueOrThrow({
    where: { publicId },
    include: { components: { select: { component: { select: { slug: true } } } }, deliveries: true },
  });
const HOOK = { channel: 'webhook', address: 'https://Hooks.a.example/candor', ownerEmail: 'ops@a.example' };

test('a confirmed address is active at once, for everything unless it chose less, and is audited without its address', async () => {
  const all = await add({ channel: 'email', address: ' Petra@A.example ', confirmed: true });
  expect(all).toEqual({ id: expect.stringMatching(/^[a-z0-9]{12}$/), state: 'active', isNew: true });
  const row = await rowOf(all.id);
  expect(row).toMatchObject({
    address: 'petra@a.example',
    hasAllComponents: true,
    minimumImpact: 1,
    kinds: [...EVENT_KINDS],
    language: 'en',
    timeZone: null,
    secret: null,
    components: [],
    deliveries: [],
  });
  expect([row.stateAt, row.confirmedAt]).toEqual([row.createdAt, row.createdAt]);

  const some = await add({
    channel: 'email',
    address: 'oscar@b.example',
    components: ['analytics', 'analytics'],
    minimumImpact: 'critical',
    events: ['resolved', 'opened'],
    timeZone: 'Europe/London',
    confirmed: true,
  });
  expect(await rowOf(some.id)).toMatchObject({
    hasAllComponents: false,
    minimumImpact: 3,
    kinds: ['opened', 'resolved'],
    timeZone: 'Europe/London',
    components: [{ component: { slug: 'analytics' } }],
  });
  const audit = await subscriberAudit(world.ctx);
  expect(audit.map(({ action, objectId, actor }) => [action, objectId, actor])).toEqual([
    ['subscriber:add', all.id, 'staff:ada'],
    ['subscriber:add', some.id, 'staff:ada'],
  ]);
  expect(JSON.stringify(audit)).not.toContain('@');
});

test('an address that has not agreed gets a notice to confirm', async () => {
  const { id, state } = await add({ channel: 'email', address: 'una@a.example' });
  const { deliveries, confirmedAt } = await rowOf(id);
  expect([state, confirmedAt]).toEqual(['unconfirmed', null]);
  expect(deliveries).toMatchObject([{ lane: 'notice', notice: { kind: 'confirm' }, state: 'due', tries: 0 }]);
});

test('a webhook gets a secret of 32 bytes, which is returned once, and its address in normal form', async () => {
  const { id, secret = '', isNew } = await add({ ...HOOK, confirmed: true });
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(await rowOf(id)).toMatchObject({
    secret,
    ownerEmail: 'ops@a.example',
    address: 'https://hooks.a.example/candor',
  });
  expect([isNew, await add(HOOK)]).toEqual([true, { id, state: 'active', isNew: false }]);
});

test('a webhook cannot lead to this installation, however its name is written', async () => {
  const ctx = { ...as(world.ctx, ADA), publicOrigin: 'https://status.example' };
  for (const address of ['https://status.example/x', 'https://STATUS.example.:443/x'])
    await expect(
      addSubscriber(ctx, { channel: 'webhook', address, ownerEmail: 'ops@a.example' }),
    ).rejects.toMatchObject({ code: 'invalid_input' });
});

test('a repeat changes what the subscriber receives, and never makes a second one', async () => {
  const first = await add({ channel: 'email', address: 'twice@a.example' });
  const again = { channel: 'email', address: 'TWICE@a.example', components: ['serving'], confirmed: true };
  const before = (await subscriberAudit(world.ctx)).length;
  expect(await add(again)).toEqual({ id: first.id, state: 'active', isNew: false });
  expect(await add(again)).toEqual({ id: first.id, state: 'active', isNew: false });
  const changes = (await subscriberAudit(world.ctx)).slice(before);
  expect(changes).toEqual([
    expect.objectContaining({
      action: 'subscriber:change',
      before: expect.objectContaining({ state: 'unconfirmed', components: null }),
      after: expect.objectContaining({ state: 'active', components: ['serving'] }),
    }),
  ]);
  expect(await world.ctx.prisma.subscriber.count({ where: { address: 'twice@a.example' } })).toBe(1);
});

test('twenty requests at once make one subscriber', async () => {
  const results = await Promise.all(
    Array.from({ length: 20 }, () => add({ channel: 'email', address: 'race@a.example', confirmed: true })),
  );
  expect(new Set(results.map(({ id }) => id)).size).toBe(1);
  expect(results.filter(({ isNew }) => isNew)).toHaveLength(1);
});

test('an address that has unsubscribed or is suppressed has to confirm, whatever staff say', async () => {
  const { ctx } = world;
  const { id } = await add({ channel: 'email', address: 'left@a.example', confirmed: true });
  await ctx.prisma.subscriber.update({
    where: { publicId: id },
    data: { state: 'ended', stateReason: 'unsubscribed' },
  });
  await ctx.prisma.suppression.create({
    data: { address: 'bounced@a.example', reason: 'refused', createdAt: new Date(ctx.clock.now()) },
  });
  for (const address of ['left@a.example', 'bounced@a.example'])
    expect(await add({ channel: 'email', address, confirmed: true })).toMatchObject({
      state: 'unconfirmed',
      isNew: true,
    });
});

test('one address can subscribe to everything and to one incident', async () => {
  await plantIncident(world, 'publicone000');
  await plantIncident(world, 'hiddenone000', false);
  const whole = await add({ channel: 'email', address: 'both@a.example' });
  const one = await add({ channel: 'email', address: 'both@a.example', incident: 'publicone000' });
  expect([one.isNew, one.id === whole.id]).toEqual([true, false]);
  await expect(add({ channel: 'email', address: 'both@a.example', incident: 'hiddenone000' })).rejects.toMatchObject({
    code: 'invalid_input',
  });
});

describe('is refused', () => {
  const mail = { channel: 'email', address: 'a@b.example' };
  test.each([
    [{ ...mail, address: 'nonsense' }, 'address: must be one e-mail address'],
    [{ ...mail, address: 'a@b.example, c@d.example' }, 'address: must be one e-mail address'],
    [{ ...mail, address: 'a@b.example\r\nBcc: c@d.example' }, 'address: must be one e-mail address'],
    [{ ...mail, components: ['none'] }, 'components: component "none" does not exist.'],
    [{ ...mail, timeZone: 'Moon/Base' }, 'timeZone: must be an IANA time zone like Europe/London'],
    [{ ...mail, events: [] }, 'events: must name at least one kind of event'],
    [{ ...mail, incident: 'nothing00000' }, 'incident: there is no public incident with this id.'],
    [{ ...HOOK, address: 'http://hooks.a.example' }, 'address: must begin with https://.'],
    [{ ...HOOK, address: 'http://127.0.0.1/x' }, 'address: must begin with https://.'],
    [{ ...HOOK, address: 'https://127.0.0.1.example@127.0.0.1' }, 'address: must not contain a user name or password.'],
  ])('%j', async (input, message) => {
    await expect(add(input)).rejects.toMatchObject({ code: 'invalid_input', message });
  });

  test.each([
    [{ ...HOOK, ownerEmail: undefined }],
    [{ ...mail, ownerEmail: 'x@y.example' }],
    [{ ...mail, extra: 1 }],
    [{}],
  ])('%j', async (input) => {
    await expect(add(input)).rejects.toMatchObject({ code: 'invalid_input' });
  });

  test('for anyone but admins and tokens with the scope', async () => {
    for (const actor of [VERA, CORY, ED, { kind: 'token', id: 1, scopes: ['subscribers:read'] } as const])
      for (const verb of [addSubscriber, eraseSubscriber])
        await expect(verb(as(world.ctx, actor), {})).rejects.toMatchObject({ code: 'forbidden' });
  });
});

test('a fault at any statement stores nothing', async () => {
  const stored = async () => [
    await world.ctx.prisma.subscriber.count(),
    await world.ctx.prisma.delivery.count(),
    (await subscriberAudit(world.ctx)).length,
  ];
  const input = { channel: 'email', address: 'fault@a.example', components: ['serving'] };
  expect(await faultAtEachCall(ada(), (ctx) => addSubscriber(ctx, input), stored)).toBeGreaterThan(5);
});
