import { beforeEach, describe, expect, test } from 'vitest';
import { testWorld } from '#server/test/database';
import { snapshot, transaction } from './transaction.ts';

const world = testWorld(Date.parse('2026-11-25T12:00:00Z'));
const addRegion = 'INSERT INTO region (name, title) VALUES ($1, $1)';

async function regions(): Promise<string[]> {
  const { rows } = await world.ctx.staff.query<{ name: string }>('SELECT name FROM region ORDER BY name');
  return rows.map(({ name }) => name);
}

beforeEach(async () => {
  await world.ctx.staff.query('DELETE FROM region');
});

describe('a transaction', () => {
  test('is seen by others when it has ended, and returns what its work returns', async () => {
    const result = await transaction(world.ctx.web, async (client) => {
      await client.query(addRegion, ['a']);
      expect(await regions()).toEqual([]);
      return 7;
    });
    expect([result, await regions()]).toEqual([7, ['a']]);
  });

  test('that fails changes nothing, and its connection can be used again', async () => {
    const work = transaction(world.ctx.web, async (client) => {
      await client.query(addRegion, ['a']);
      throw new Error('later');
    });
    await expect(work).rejects.toThrow('later');
    await transaction(world.ctx.web, (client) => client.query(addRegion, ['b']));
    expect(await regions()).toEqual(['b']);
  });

  test('that loses its connection fails with the first error, and the next one gets another connection', async () => {
    const work = transaction(world.ctx.web, async (client) => {
      await client.query(addRegion, ['a']);
      const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      const ended = new Promise<void>((resolve) => void client.once('end', resolve));
      await world.ctx.staff.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
      await ended;
      throw new Error('first');
    });
    await expect(work).rejects.toThrow('first');
    expect(await transaction(world.ctx.web, async (client) => (await client.query('SELECT 1 AS n')).rows)).toEqual([
      { n: 1 },
    ]);
    expect(await regions()).toEqual([]);
  });
});

describe('a snapshot', () => {
  test('does not see what others commit while it reads', async () => {
    const counts = await snapshot(world.ctx.web, async (client) => {
      const count = async () => (await client.query('SELECT name FROM region')).rowCount;
      const before = await count();
      await world.ctx.staff.query(addRegion, ['a']);
      return [before, await count()];
    });
    expect([counts, await regions()]).toEqual([[0, 0], ['a']]);
  });

  test('cannot write', async () => {
    await expect(snapshot(world.ctx.web, (client) => client.query(addRegion, ['a']))).rejects.toMatchObject({
      code: '25006',
    });
  });

  test('has a limit of its own for its statements, which ends with it', async () => {
    const limit = 'SHOW statement_timeout';
    const rows = await snapshot(world.ctx.web, async (client) => (await client.query(limit)).rows, 1_234);
    expect([rows, (await world.ctx.web.query(limit)).rows]).toEqual([
      [{ statement_timeout: '1234ms' }],
      [{ statement_timeout: '15s' }],
    ]);
  });
});
