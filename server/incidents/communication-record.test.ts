import { afterAll, beforeAll, expect, test } from 'vitest';
import { testWorld } from '../test/database.ts';
import { startFleet } from '../test/outages.ts';
import { communicationRecord } from './communication-record.ts';
import { keepIncidents } from './keep-incidents.ts';

const T0 = Date.parse('2022-03-30T12:00:00Z');
const MINUTE = 60_000;
const world = testWorld(T0);
let fleet: Awaited<ReturnType<typeof startFleet>>;
beforeAll(async () => {
  fleet = await startFleet(world, ['serving', 'analytics']);
});
afterAll(() => fleet.stop());
const firstWords = async () => (await communicationRecord(world.ctx)).incidents.map(({ firstWordMs }) => firstWordMs);

test('an outage that was there before incidents were kept is told, and its first word is not measured', async () => {
  for (let at = T0; at <= T0 + 40 * MINUTE; at += 10_000) {
    world.clock.set(at + 1);
    await fleet.observe(at, (component) => (component === 'serving' && at >= T0 + 5 * MINUTE ? 'major' : 'up'));
    await fleet.judge(async () => 0);
  }
  await keepIncidents(world.ctx);
  expect(await world.ctx.prisma.incident.count({ where: { publicAt: { not: null } } })).toBe(1);
  expect(await firstWords()).toEqual([null]);
  expect((await communicationRecord(world.ctx)).quarters).toMatchObject([{ incidents: 1, firstWordMs: null }]);
});

test('the next one is measured', async () => {
  await fleet.run(T0 + 60 * MINUTE, { serving: 'major' });
  await fleet.run(T0 + 62 * MINUTE, { serving: 'major', analytics: 'major' });
  expect(await firstWords()).toEqual([1, null]);
});
