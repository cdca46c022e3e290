import { expect, test } from 'vitest';
import { listSuppressions } from '#server/subscribers/reads/list-suppressions';
import { subscribersByComponent } from '#server/subscribers/reads/subscribers-by-component';
import { testWorld } from '#server/test/database';
import { ADA, as, ED } from '#server/test/people';
import { plantSubscriber, subscriberAudit } from '#server/test/subscribers';
import { liftSuppression } from './lift-suppression.ts';
import { removeSubscriber } from './remove-subscriber.ts';
import { suppressAddress } from './suppress-address.ts';

const world = testWorld();
const ada = () => as(world.ctx, ADA);
const stateOf = async (publicId: string) =>
  (await world.ctx.prisma.subscriber.findUniqueOrThrow({ where: { publicId } })).state;

test('a suppressed address gets nothing until it is lifted, and the audit log does not contain it', async () => {
  const id = await plantSubscriber(world.ctx, 'petra@a.example');
  for (let i = 0; i < 2; i++) await suppressAddress(ada(), { address: 'PETRA@a.example', detail: 'asked by phone' });
  expect([await stateOf(id), await listSuppressions(ada())]).toEqual([
    'suppressed',
    [{ address: 'petra@a.example', reason: 'staff', detail: 'asked by phone', at: world.clock.now() }],
  ]);
  await liftSuppression(ada(), { address: 'petra@a.example' });
  expect([await stateOf(id), await listSuppressions(ada())]).toEqual(['active', []]);
  await expect(liftSuppression(ada(), { address: 'petra@a.example' })).rejects.toMatchObject({ code: 'not_found' });
  const audit = await subscriberAudit(world.ctx);
  expect(audit.map(({ action }) => action)).toEqual([
    'subscriber:add',
    'suppression:add',
    'subscriber:read',
    'suppression:lift',
    'subscriber:read',
  ]);
  expect(JSON.stringify(audit)).not.toContain('petra');
});

test('an address that was never confirmed stays so when its suppression is lifted', async () => {
  const id = await plantSubscriber(world.ctx, 'una@a.example', { confirmed: false });
  await world.ctx.prisma.subscriber.update({ where: { publicId: id }, data: { state: 'suppressed' } });
  await suppressAddress(ada(), { address: 'una@a.example' });
  await liftSuppression(ada(), { address: 'una@a.example' });
  expect(await stateOf(id)).toBe('suppressed');
});

test('staff end a subscription once; its address can be imported again, because its owner did not leave', async () => {
  const id = await plantSubscriber(world.ctx, 'oscar@a.example');
  await removeSubscriber(ada(), { id });
  expect(await stateOf(id)).toBe('ended');
  await expect(removeSubscriber(ada(), { id })).rejects.toMatchObject({ code: 'not_found' });
  expect(await stateOf(await plantSubscriber(world.ctx, 'oscar@a.example'))).toBe('active');
});

test('counts the confirmed subscribers of each component, with those of all components', async () => {
  await world.ctx.prisma.subscriber.deleteMany({ where: { deliveries: { none: {} } } });
  await world.ctx.prisma.subscriber.updateMany({ data: { state: 'ended' } });
  await plantSubscriber(world.ctx, 'all@c.example');
  await plantSubscriber(world.ctx, 'serving@c.example', { components: ['serving'] });
  await plantSubscriber(world.ctx, 'later@c.example', { components: ['serving'], confirmed: false });
  expect(await subscribersByComponent(ada())).toEqual([
    { slug: 'serving', name: 'Serving', count: 2 },
    { slug: 'analytics', name: 'Analytics', count: 1 },
  ]);
});

test('all of it is for admins', async () => {
  const ed = as(world.ctx, ED);
  for (const work of [suppressAddress, liftSuppression, removeSubscriber])
    await expect(work(ed, { address: 'a@b.example', id: 'nothing00000' })).rejects.toMatchObject({ code: 'forbidden' });
  for (const read of [listSuppressions, subscribersByComponent])
    await expect(read(ed)).rejects.toMatchObject({ code: 'forbidden' });
});
