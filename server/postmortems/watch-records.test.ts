import { beforeAll, describe, expect, test } from 'vitest';
import { testWorld } from '#server/test/database';
import { aPublishedPostmortem, plantMarchIncident, plantMarchRecord } from '#server/test/postmortems';
import { watchRecords } from './watch-records.ts';

const MINUTE = 60_000;
const PUBLISHED = Date.UTC(2023, 0, 2);
const world = testWorld(Date.parse('2022-03-30T12:00:00Z'));
let incident = '';
let postmortem = '';

beforeAll(async () => {
  incident = await plantMarchIncident(world);
  postmortem = await aPublishedPostmortem(world, incident);
});

const changedAt = async () =>
  (await world.ctx.prisma.postmortem.findUniqueOrThrow({ where: { publicId: postmortem } })).recordChangedAt;
const insertInterval = (from: number) =>
  world.ctx.web.query(
    `INSERT INTO status_interval SELECT id, $1, $2, 'partial_outage' FROM component WHERE slug = 'serving'`,
    [new Date(from), new Date(from + MINUTE)],
  );

describe('the record of a published post-mortem', () => {
  test('is compared only after a change of what it was computed from', async () => {
    expect(await watchRecords(world.ctx)).toBe(0);
    await world.ctx.web.query(
      `UPDATE status_interval SET to_at = $1 WHERE to_at IS NULL AND component_id = (SELECT id FROM component WHERE slug = 'serving')`,
      [new Date(PUBLISHED + MINUTE)],
    );
    await insertInterval(PUBLISHED + MINUTE);
    expect(await watchRecords(world.ctx)).toBe(0); // after the published figures
  });

  test('is marked as changed by late data, and as unchanged once it agrees again', async () => {
    world.clock.set(PUBLISHED + 5 * MINUTE);
    await plantMarchRecord(world, PUBLISHED, Date.parse('2022-03-30T15:20:00Z'));
    expect([await watchRecords(world.ctx), await changedAt()]).toEqual([1, new Date(PUBLISHED + 5 * MINUTE)]);
    world.clock.set(PUBLISHED + 9 * MINUTE);
    await plantMarchRecord(world, PUBLISHED, Date.parse('2022-03-30T15:21:00Z'));
    await watchRecords(world.ctx);
    expect(await changedAt()).toEqual(new Date(PUBLISHED + 5 * MINUTE)); // the first difference
    await plantMarchRecord(world, PUBLISHED);
    expect([await watchRecords(world.ctx), await changedAt(), await watchRecords(world.ctx)]).toEqual([1, null, 0]);
  });

  test('is marked as changed by an episode that was revised', async () => {
    const { id } = await world.ctx.prisma.episode.findFirstOrThrow({ orderBy: { fromAt: 'desc' } });
    await world.ctx.prisma.episode.update({ where: { id }, data: { toAt: new Date('2022-03-30T15:20:00Z') } });
    expect([await watchRecords(world.ctx), (await changedAt()) !== null]).toEqual([1, true]);
  });
});
