import pg from 'pg';
import { expect, test } from 'vitest';
import { cloneDatabase } from '#server/test/database';
import { endPool } from './end-pool.ts';

const CONNECTIONS = 10;

test('no connection of an ended pool is left, so that dropping its database ends none', async () => {
  const { url, drop } = await cloneDatabase();
  const lost: Error[] = [];
  const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS });
  pool.on('error', (error) => lost.push(error));
  const held = await pool.connect();
  await Promise.all(Array.from({ length: CONNECTIONS - 1 }, () => pool.query('SELECT 1')));
  const ended = endPool(pool);
  held.release();
  await ended;
  await drop();
  expect(lost).toEqual([]);
});

test('a pool without connections, or one that was ended before, ends at once', async () => {
  const pool = new pg.Pool();
  await endPool(pool);
  await endPool(pool);
  expect(pool.ended).toBe(true);
});
