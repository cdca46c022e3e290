import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { systemClock } from '#server/clock';
import { testWorld } from '#server/test/database';
import { ADA, as, ED } from '#server/test/people';
import { plantSubscriber, subscriberAudit } from '#server/test/subscribers';
import { type Receiver, useReceiver } from '#server/test/use-receiver';
import { removeSubscriber } from './remove-subscriber.ts';
import { testWebhook } from './test-webhook.ts';

const world = testWorld();
const ada = () => as(world.ctx, ADA);
let receiver: Receiver;
useReceiver(world, (receiving) => {
  receiver = receiving.receiver;
  world.ctx.safeFetch = receiving.ctx.safeFetch;
});

let hooks = 0;
const plantHook = () =>
  plantSubscriber(world.ctx, `${receiver.url}/hook-${hooks++}`, { channel: 'webhook', ownerEmail: 'ops@a.example' });
const rowOf = (publicId: string) => world.ctx.prisma.subscriber.findUniqueOrThrow({ where: { publicId } });
const audited = async (id: string) =>
  (await subscriberAudit(world.ctx)).filter((row) => row.objectId === id && row.action === 'subscriber:test');

test('staff send one signed test event, and the outcome is returned and audited', async () => {
  world.clock.set(systemClock.now());
  const id = await plantHook();
  const { secret } = await rowOf(id);
  receiver.got.length = 0;
  receiver.answer(200);
  expect(await testWebhook(ada(), { id })).toBeNull();
  const [got] = receiver.got;
  const headers = got?.headers as Record<string, string>;
  expect(receiver.got).toHaveLength(1);
  expect(new Webhook(secret ?? '').verify(JSON.stringify(got?.body), headers)).toMatchObject({ type: 'endpoint.test' });
  receiver.answer(503);
  expect(await testWebhook(ada(), { id })).toEqual({ kind: 'answered', status: 503 });
  expect((await audited(id)).map(({ actor, after }) => [actor, after])).toEqual([
    ['staff:ada', { kind: 'accepted' }],
    ['staff:ada', { kind: 'answered', status: 503 }],
  ]);
});

test('an accepted test event of staff does not resume a webhook that was stopped', async () => {
  const id = await plantHook();
  await world.ctx.prisma.subscriber.update({ where: { publicId: id }, data: { state: 'disabled' } });
  receiver.answer(200);
  expect(await testWebhook(ada(), { id })).toBeNull();
  expect((await rowOf(id)).state).toBe('disabled');
});

test('is refused without permission, for mail, for what has ended, and after too many attempts', async () => {
  const id = await plantHook();
  await expect(testWebhook(as(world.ctx, ED), { id })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(testWebhook(ada(), { id: 'x' })).rejects.toMatchObject({ code: 'invalid_input' });
  const mail = await plantSubscriber(world.ctx, 'petra@a.example');
  await expect(testWebhook(ada(), { id: mail })).rejects.toMatchObject({ code: 'conflict' });
  for (let i = 0; i < 10; i++) await testWebhook(ada(), { id });
  await expect(testWebhook(ada(), { id })).rejects.toMatchObject({ code: 'too_many_attempts' });
  expect(await audited(id)).toHaveLength(10);
  await removeSubscriber(ada(), { id });
  await expect(testWebhook(ada(), { id })).rejects.toMatchObject({ code: 'not_found' });
});
