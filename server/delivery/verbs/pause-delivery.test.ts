import { describe, expect, test } from 'vitest';
import { deliveryState } from '#server/delivery/reads/delivery-state';
import { testWorld } from '#server/test/database';
import { as, CORY, VERA } from '#server/test/people';
import { pauseDelivery } from './pause-delivery.ts';
import { resumeDelivery } from './resume-delivery.ts';

const world = testWorld();
const cory = () => as(world.ctx, CORY);
const token = () => as(world.ctx, { kind: 'token', id: 1, scopes: ['incidents:write', 'settings:write'] });
const stored = () => world.ctx.prisma.deliveryPause.findFirstOrThrow();
const actions = async () =>
  (await world.ctx.prisma.auditRow.findMany({ orderBy: { seq: 'asc' } })).map(({ action }) => action);

describe('sending', () => {
  test('is paused and resumed by a communicator, once each, audited', async () => {
    const at = world.clock.now();
    for (let i = 0; i < 2; i++) await pauseDelivery(cory());
    expect(await deliveryState(as(world.ctx, VERA))).toEqual({
      paused: { at, reason: 'operator' },
      waitingEvents: 0,
      waitingDeliveries: 0,
    });
    for (let i = 0; i < 2; i++) await resumeDelivery(cory());
    expect((await deliveryState(cory())).paused).toBe(null);
    expect(await stored()).toMatchObject({ continuedAt: null });
    expect(await actions()).toEqual(['delivery:pause', 'delivery:resume']);
  });

  test('counts its volume again after a person let it continue', async () => {
    await world.ctx.prisma.deliveryPause.updateMany({
      data: { pausedAt: new Date(world.clock.now()), reason: 'volume' },
    });
    await pauseDelivery(cory());
    expect(await stored()).toMatchObject({ reason: 'volume' });
    await resumeDelivery(cory());
    expect(await stored()).toMatchObject({ pausedAt: null, reason: null, continuedAt: new Date(world.clock.now()) });
  });

  test('is resumed whatever the precision of the time at which it was paused', async () => {
    await world.ctx.web.query(
      "UPDATE delivery_pause SET paused_at = '2022-03-30 12:00:00.123456+00', reason = 'operator'",
    );
    await resumeDelivery(cory());
    expect((await deliveryState(cory())).paused).toBe(null);
  });

  test('is paused and resumed by people with the role only', async () => {
    for (const change of [pauseDelivery, resumeDelivery])
      for (const ctx of [as(world.ctx, VERA), token()])
        await expect(change(ctx)).rejects.toMatchObject({ code: 'forbidden' });
  });
});
