import { expect, test } from 'vitest';
import { testWorld } from '#server/test/database';

const world = testWorld(Date.parse('2026-11-25T12:00:00Z'));

test('a connection lost between two queries fails the next query, and nothing else', async () => {
  const client = await world.ctx.web.connect();
  const ended = new Promise<void>((resolve) => void client.once('end', resolve));
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  await world.ctx.staff.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
  await ended;
  await expect(client.query('SELECT 1')).rejects.toThrow('not queryable');
  client.release(true);
  expect((await world.ctx.web.query('SELECT 1 AS n')).rows).toEqual([{ n: 1 }]);
});
