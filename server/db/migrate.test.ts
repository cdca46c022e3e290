import { readdir } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { AS_IN_PRODUCTION, testWorld } from '#server/test/database';
import { endPool } from './end-pool.ts';
import { LOCKS } from './locks.ts';
import { migrate } from './migrate.ts';

const world = testWorld(Date.parse('2026-11-25T12:00:00Z'), AS_IN_PRODUCTION);
const FOLDER = path.resolve(import.meta.dirname, '../../prisma/migrations');

async function names(): Promise<string[]> {
  const entries = await readdir(FOLDER, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

const change = (sql: string, values: unknown[] = []) => world.ctx.web.query(`UPDATE _prisma_migrations ${sql}`, values);

describe('migrating an empty database', () => {
  test('applies each migration once and in order, also where two processes start at the same time', async () => {
    await world.ctx.web.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
    const applied = await Promise.all([migrate(world.ctx.web), migrate(world.ctx.worker)]);
    expect(applied.sort((a, b) => a.length - b.length)).toEqual([[], await names()]);
    const { rows } = await world.ctx.web.query('SELECT migration_name FROM _prisma_migrations ORDER BY finished_at');
    expect(rows.map(({ migration_name: name }) => name)).toEqual(await names());
  });
});

describe('migrating', () => {
  let newest = '';
  beforeEach(async () => {
    newest = (await names()).at(-1) ?? '';
    expect(await migrate(world.ctx.web)).toEqual([]);
  });

  test('waits for another process longer than other queries may take', async () => {
    const short = new pg.Pool({ connectionString: world.url, statement_timeout: 50, query_timeout: 100 });
    short.on('error', () => undefined); // its queries report it
    const client = await world.ctx.staff.connect();
    onTestFinished(async () => {
      client.release(true); // closing the connection releases the lock
      await endPool(short);
    });
    await client.query('SELECT pg_advisory_lock($1)', [LOCKS.migration]);
    const migrated = migrate(short);
    const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND clock_timestamp() - query_start > interval '300 ms'`;
    const hasWaited = vi.waitFor(async () => expect((await world.ctx.web.query(waiting)).rows).toHaveLength(1), 60_000);
    await Promise.race([hasWaited, migrated]);
    await client.query('SELECT pg_advisory_unlock($1)', [LOCKS.migration]);
    expect(await migrated).toEqual([]);
    expect((await short.query('SHOW statement_timeout')).rows).toEqual([{ statement_timeout: '50ms' }]);
  });

  test('refuses a database to which another text of a migration was applied', async () => {
    const { rows } = await world.ctx.web.query('SELECT checksum FROM _prisma_migrations WHERE migration_name = $1', [
      newest,
    ]);
    await change("SET checksum = 'other' WHERE migration_name = $1", [newest]);
    await expect(migrate(world.ctx.web)).rejects.toMatchObject({
      code: 'bad_environment',
      message: `DATABASE_URL: migration ${newest} was changed after it was applied. Restore the original file.`,
    });
    await change('SET checksum = $2 WHERE migration_name = $1', [newest, rows[0].checksum]);
  });

  test('refuses a database of a newer version, without a change', async () => {
    await change("SET migration_name = '29990101000000_future' WHERE migration_name = $1", [newest]);
    await expect(migrate(world.ctx.web)).rejects.toMatchObject({
      code: 'bad_environment',
      message:
        'DATABASE_URL: the database contains migration 29990101000000_future, which this version does not include. Start a newer version.',
    });
    await change("SET migration_name = $1 WHERE migration_name = '29990101000000_future'", [newest]);
  });

  test('keeps nothing of a migration that fails, and lets the next start try again', async () => {
    for (const reset of ['rolled_back_at = now()', 'finished_at = NULL, rolled_back_at = NULL']) {
      await change(`SET ${reset} WHERE migration_name = $1`, [newest]);
      await expect(migrate(world.ctx.web)).rejects.toMatchObject({ code: expect.stringMatching(/^42/) }); // it exists already
      const { rows } = await world.ctx.web.query(
        'SELECT count(*)::int AS count FROM _prisma_migrations WHERE migration_name = $1',
        [newest],
      );
      expect(rows).toEqual([{ count: 1 }]);
    }
    await change('SET finished_at = now() WHERE migration_name = $1', [newest]);
  });
});
