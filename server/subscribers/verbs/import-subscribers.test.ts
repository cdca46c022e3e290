import { describe, expect, test } from 'vitest';
import { exportSubscribers } from '#server/subscribers/reads/export-subscribers';
import { testWorld } from '#server/test/database';
import { ADA, as, ED } from '#server/test/people';
import { plantSubscriber, subscriberAudit } from '#server/test/subscribers';
import { importSubscribers } from './import-subscribers.ts';

const world = testWorld();
const ada = () => as(world.ctx, ADA);
const HEADER = 'channel,address,components,minimumImpact,language,timeZone';
const fileOf = (...rows: string[]) => [HEADER, ...rows].join('\n');
const countOf = (where: object) => world.ctx.prisma.subscriber.count({ where });

test('a preview shows the result for each row and writes nothing; the import then does it', async () => {
  await plantSubscriber(world.ctx, 'known@a.example');
  const left = await plantSubscriber(world.ctx, 'left@a.example');
  await world.ctx.prisma.subscriber.update({
    where: { publicId: left },
    data: { state: 'ended', stateReason: 'unsubscribed' },
  });
  const text = fileOf(
    'email,new@a.example,serving analytics,major,en,Europe/London',
    'email,ops@fieldhouse,,,,',
    'email,tv@a.example,servign,,,',
    'email,known@a.example,,,,',
    'email,left@a.example,,,,',
    'email,NEW@a.example,,,,',
    'webhook,https://hooks.a.example/s,,,,',
  );
  const preview = await importSubscribers(ada(), { text, isDryRun: true });
  expect(preview.lines.map(({ row, result, detail }) => [row, result, detail])).toEqual([
    [2, 'new', null],
    [3, 'invalid', 'address: must be one e-mail address'],
    [4, 'invalid', 'components: component "servign" does not exist.'],
    [5, 'subscribed', null],
    [6, 'unsubscribed', 'unsubscribed 30 March 2022'],
    [7, 'subscribed', null],
    [8, 'invalid', expect.stringContaining('ownerEmail')],
  ]);
  expect(await countOf({ address: 'new@a.example' })).toBe(0);

  expect(await importSubscribers(ada(), { text })).toEqual(preview);
  expect(
    await world.ctx.prisma.subscriber.findFirst({
      where: { address: 'new@a.example' },
      include: { components: true, deliveries: true },
    }),
  ).toMatchObject({
    state: 'unconfirmed',
    minimumImpact: 2,
    timeZone: 'Europe/London',
    components: [{}, {}],
    deliveries: [{ notice: { kind: 'confirm' } }],
  });
  expect((await subscriberAudit(world.ctx)).at(-1)).toMatchObject({
    action: 'subscriber:import',
    after: { isConfirmed: false, new: 1, subscribed: 2, unsubscribed: 1, invalid: 3 },
  });
  expect((await importSubscribers(ada(), { text })).counts).toMatchObject({ new: 0, subscribed: 3 });
});

test('confirmed ones are active at once, without a notice; more than a thousand fit', async () => {
  const rows = Array.from({ length: 1_500 }, (_, i) => `email,partner-${i}@c.example,serving,,,`);
  const { counts } = await importSubscribers(ada(), { text: fileOf(...rows), isConfirmed: true });
  expect(counts).toEqual({ new: 1_500, subscribed: 0, unsubscribed: 0, invalid: 0 });
  const partners = { address: { endsWith: '@c.example' } };
  expect([
    await countOf({ ...partners, state: 'active', components: { some: {} } }),
    await world.ctx.prisma.delivery.count({ where: { subscriber: partners } }),
  ]).toEqual([1_500, 0]);
});

test('an export can be imported again, and runs no formula in a spreadsheet', async () => {
  const odd = '=cmd+1@d.example';
  await plantSubscriber(world.ctx, odd, { components: ['analytics'], events: ['resolved'] });
  await plantSubscriber(world.ctx, 'https://hooks.d.example/', { channel: 'webhook', ownerEmail: '+ops@d.example' });
  const csv = (await Array.fromAsync(exportSubscribers(ada(), { q: 'd.example' }))).join('');
  expect(csv.split('\r\n')).toEqual([
    `${HEADER},ownerEmail,events,state`,
    `email,'${odd},analytics,minor,en,,,resolved,active`,
    expect.stringMatching(
      /^webhook,https:\/\/hooks\.d\.example\/,,minor,en,,'\+ops@d\.example,opened updated .*,active$/,
    ),
    '',
  ]);
  await world.ctx.prisma.subscriber.updateMany({
    where: { OR: [{ address: odd }, { ownerEmail: '+ops@d.example' }] },
    data: { state: 'ended', stateReason: 'removed' },
  });
  expect((await importSubscribers(ada(), { text: csv, isConfirmed: true })).counts).toMatchObject({
    new: 2,
    invalid: 0,
  });
  expect((await Array.fromAsync(exportSubscribers(ada(), { q: 'd.example' }, 1))).join('')).toBe(csv);
});

describe('a file is refused as a whole', () => {
  test.each([
    ['without the header', 'email,a@b.example', 'The header must contain channel and address.'],
    [
      'with an unknown column',
      'channel,address,name\nemail,a@b.example,x',
      'Unknown column "name". Allowed columns: channel,',
    ],
    ['that is empty', '', 'The header must contain channel and address.'],
    ['with an open quote', `${HEADER}\nemail,"a@b.example`, 'The file is not valid CSV'],
    ['with too many rows', fileOf(...Array<string>(20_001).fill('email,x')), 'at most 20000 rows'],
  ])('%s', async (_, text, message) => {
    await expect(importSubscribers(ada(), { text })).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining(message),
    });
  });
});

test('importing and exporting is for admins, and each export is recorded', async () => {
  const ed = as(world.ctx, ED);
  await expect(importSubscribers(ed, { text: HEADER })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(exportSubscribers(ed).next()).rejects.toMatchObject({ code: 'forbidden' });
  await Array.fromAsync(exportSubscribers(ada(), { channel: 'webhook', q: 'd.example' }));
  expect((await subscriberAudit(world.ctx)).at(-1)).toMatchObject({
    action: 'subscriber:export',
    after: { count: 1, channel: 'webhook', isSearch: true },
  });
});
