import { expect, test } from 'vitest';
import { systemSummary } from '#server/site/summary';
import { testWorld } from '#server/test/database';
import { startFleet } from '#server/test/outages';
import { ADA, as, CORY } from '#server/test/people';
import { orderRebuild } from './order-rebuild.ts';

const T0 = Date.parse('2022-03-30T12:00:00Z');
const world = testWorld(T0);

test('a rebuild is audited, requires an admin, and changes nothing that was evaluated', async () => {
  const fleet = await startFleet(world);
  await fleet.run(T0 + 120_000, { serving: 'major' });
  await fleet.stop();
  const before = await systemSummary(world.ctx);
  await expect(orderRebuild(as(world.ctx, CORY), {}, () => undefined)).rejects.toMatchObject({ code: 'forbidden' });
  const pieces: number[] = [];
  expect(
    (await orderRebuild(as(world.ctx, ADA), { component: 'serving' }, (to) => pieces.push(to))).probes,
  ).toBeGreaterThan(0);
  expect(pieces).not.toEqual([]);
  expect(await systemSummary(world.ctx)).toEqual(before);
  expect(
    await world.ctx.prisma.auditRow.findMany({
      where: { action: 'status:rebuild' },
      select: { actorId: true, objectId: true },
    }),
  ).toEqual([{ actorId: 'ada', objectId: 'serving' }]);
});
