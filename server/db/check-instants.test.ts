import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { testWorld } from '#server/test/database';
import { checkInstants } from './check-instants.ts';
import { endPool } from './end-pool.ts';

const world = testWorld(Date.parse('2026-11-25T12:00:00Z'));

test('sessions that run in UTC are accepted', async () => {
  await expect(checkInstants(world.ctx)).resolves.toBeUndefined();
});

test('Prisma reads the instant that it has written', async () => {
  const at = new Date('2022-03-30T13:20:00.123Z');
  expect(await world.ctx.prisma.$queryRaw`SELECT ${at}::timestamptz AS at, ${at}::timestamptz::text AS text`).toEqual([
    { at, text: '2022-03-30 13:20:00.123+00' },
  ]);
});

test('a start is refused where sessions run in another zone', async () => {
  const pool = new pg.Pool({ connectionString: world.url, max: 1 }); // without the options of our pools: Asia/Tokyo
  onTestFinished(() => endPool(pool));
  await expect(checkInstants({ ...world.ctx, web: pool })).rejects.toMatchObject({
    code: 'bad_environment',
    message:
      'DATABASE_URL: sessions must run in UTC. Remove TimeZone from its options and from the configuration of any pooler.',
  });
});
