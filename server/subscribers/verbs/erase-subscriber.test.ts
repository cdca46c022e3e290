import { expect, test } from 'vitest';
import { listSubscribers } from '#server/subscribers/reads/list-subscribers';
import { testWorld } from '#server/test/database';
import { ADA, as } from '#server/test/people';
import { plantSubscriber, subscriberAudit } from '#server/test/subscribers';
import { eraseSubscriber } from './erase-subscriber.ts';
import { removeSubscriber } from './remove-subscriber.ts';

const world = testWorld();
const ada = () => as(world.ctx, ADA);
const ADDRESS = 'petra@a.example';

/** Returns the tables that contain a text anywhere. */
async function tablesWith(text: string): Promise<string[]> {
  const { rows } = await world.ctx.staff.query<{ name: string }>(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'",
  );
  const found: string[] = [];
  for (const { name } of rows) {
    const hits = await world.ctx.staff.query(`SELECT 1 FROM ${name} t WHERE t::text LIKE $1 LIMIT 1`, [`%${text}%`]);
    if (hits.rows.length > 0) found.push(name);
  }
  return found;
}

test('erasing removes the address everywhere, and keeps the row without it', async () => {
  const { prisma, clock } = world.ctx;
  const at = new Date(clock.now());
  const earlier = await plantSubscriber(world.ctx, ADDRESS);
  await prisma.subscriber.update({
    where: { publicId: earlier },
    data: { state: 'ended', stateReason: 'unsubscribed', stateAt: at },
  });
  const id = await plantSubscriber(world.ctx, ADDRESS, { components: ['serving'] });
  await prisma.suppression.create({ data: { address: ADDRESS, reason: 'staff', createdAt: at } });
  await prisma.subscriptionRequest.create({
    data: { network: '192.0.2.1', channel: 'email', address: ADDRESS, recipient: ADDRESS, choice: {}, createdAt: at },
  });
  const { id: subscriberId } = await prisma.subscriber.findUniqueOrThrow({ where: { publicId: id } });
  const answer = `550 5.1.1 <${ADDRESS}>: no such user`;
  const settled = { state: 'dead', outcome: 'refused', createdAt: at, dueAt: at, settledAt: at };
  await prisma.delivery.create({ data: { lane: 'notice', notice: {}, subscriberId, answer, ...settled } });
  expect((await tablesWith(ADDRESS)).sort()).toEqual(['delivery', 'subscriber', 'subscription_request', 'suppression']);
  await eraseSubscriber(ada(), { id });
  expect(await tablesWith(ADDRESS)).toEqual([]);
  expect(await prisma.subscriber.findUnique({ where: { publicId: id } })).toMatchObject({
    state: 'ended',
    stateReason: 'erased',
    address: null,
  });
  expect((await subscriberAudit(world.ctx)).at(-1)).toMatchObject({ action: 'subscriber:erase', objectId: id });
});

test('an address of which every subscription has ended is found in the list, and erased', async () => {
  const id = await plantSubscriber(world.ctx, 'gone@a.example');
  await removeSubscriber(ada(), { id });
  const found = async () => {
    const { subscribers, counts } = await listSubscribers(ada(), { q: 'gone@a', state: 'ended' });
    return [...subscribers.map((one) => `${one.id} ${one.state}`), counts.found];
  };
  expect((await listSubscribers(ada(), { q: 'gone@a' })).subscribers).toEqual([]);
  expect(await found()).toEqual([`${id} ended`, 1]);
  await eraseSubscriber(ada(), { id });
  expect(await found()).toEqual([0]);
});

test('an erased or unknown subscriber is not found, and its address can subscribe again', async () => {
  const id = await plantSubscriber(world.ctx, 'again@a.example');
  await eraseSubscriber(ada(), { id });
  for (const absent of [id, 'nothing00000'])
    await expect(eraseSubscriber(ada(), { id: absent })).rejects.toMatchObject({ code: 'not_found' });
  await expect(eraseSubscriber(ada(), { id: '%' })).rejects.toMatchObject({ code: 'invalid_input' });
  expect(await plantSubscriber(world.ctx, 'again@a.example')).not.toBe(id);
});
