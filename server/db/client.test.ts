import { describe, expect, onTestFinished, test } from 'vitest';
import { createLog } from '#server/log';
import { testWorld } from '#server/test/database';
import { applicationName, createPool } from './client.ts';
import { endPool } from './end-pool.ts';

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

describe('a session of a pool', () => {
  function aPool(url: string, ...own: [object?]) {
    const pool = createPool(url, 'ingest', createLog('silent'), ...own);
    onTestFinished(() => endPool(pool));
    return pool;
  }

  test('runs in UTC, also where the URL has options', async () => {
    const url = new URL(world.url);
    url.searchParams.set('options', '-c TimeZone=Asia/Tokyo -c work_mem=5MB');
    const { rows } = await aPool(url.href).query(
      "SELECT current_setting('TimeZone') AS zone, current_setting('work_mem') AS memory",
    );
    expect(rows).toEqual([{ zone: 'UTC', memory: '5MB' }]);
  });

  test('has limits for statements and for idle transactions', async () => {
    const { rows } = await aPool(world.url).query(
      "SELECT current_setting('statement_timeout') AS statement, current_setting('idle_in_transaction_session_timeout') AS idle",
    );
    expect(rows).toEqual([{ statement: '15s', idle: '1min' }]);
  });

  test('has the name of its pool, and of its process where it accepts probes', async () => {
    const nameOf = async (pool: ReturnType<typeof aPool>) =>
      (await pool.query("SELECT current_setting('application_name') AS name")).rows[0].name;
    expect(await nameOf(aPool(world.url))).toBe('candor-ingest');
    expect(await nameOf(aPool(world.url, { processName: 'p1' }))).toBe(applicationName('ingest', 'p1'));
  });

  test('is one of as many as the pool may have', () => {
    expect([aPool(world.url).options.max, aPool(world.url, { max: 2 }).options.max]).toEqual([6, 2]);
  });
});
