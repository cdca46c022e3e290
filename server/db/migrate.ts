import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Logger, runMigrations } from 'graphile-worker';
import type pg from 'pg';
import { AppError } from '#server/errors';
import { LOCKS } from './locks.ts';

const FOLDER = path.resolve(import.meta.dirname, '../../prisma/migrations');
// Prisma's own table, so that `prisma migrate` can be used as well.
const TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz, migration_name varchar(255) NOT NULL,
  logs text, rolled_back_at timestamptz, started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count int NOT NULL DEFAULT 0)`;

/** A migration of a large database, and waiting for a process that migrates, take longer than the limits of the pool. */
const MIGRATION_MS_MAX = 3_600_000;

/** Returns a query with the limit of migrations instead of that of the pool. */
function patient(text: string): pg.QueryConfig & { query_timeout: number } {
  return { text, query_timeout: MIGRATION_MS_MAX };
}

type Migration = { name: string; sql: string; checksum: string };

async function readMigrations(): Promise<Migration[]> {
  const entries = await readdir(FOLDER, { withFileTypes: true });
  const names = entries
    .filter((e) => e.isDirectory())
    .map((e) => e.name)
    .sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(path.join(FOLDER, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/**
 * Applies the missing migrations, each in one transaction with its row. Needs no network and is safe under concurrent starts.
 * Errors: bad_environment where the database has a migration that this version does not know, or one whose text has changed.
 */
export async function migrate(pool: pg.Pool): Promise<string[]> {
  const migrations = await readMigrations();
  let applied: string[] = [];
  const client = await pool.connect();
  try {
    await client.query(`SET statement_timeout = ${MIGRATION_MS_MAX}`);
    await client.query(patient(`SELECT pg_advisory_lock(${LOCKS.migration})`));
    await client.query(TABLE);
    const { rows } = await client.query<{ migration_name: string; checksum: string }>(
      'SELECT migration_name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
    );
    const known = new Map(rows.map((row) => [row.migration_name, row.checksum]));
    refuseUnknown(known, migrations);
    const missing = migrations.filter((migration) => !known.has(migration.name));
    for (const migration of missing) await apply(client, migration);
    applied = missing.map((migration) => migration.name);
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [LOCKS.migration]).catch(() => undefined); // the end of a session releases the lock
    await client.query('RESET statement_timeout').catch(() => undefined); // the session has ended
    client.release();
  }
  await runMigrations({ pgPool: pool, logger: new Logger(() => () => undefined) }); // the job queue has a schema of its own
  return applied;
}

function refuseUnknown(applied: Map<string, string>, migrations: Migration[]): void {
  const known = new Map(migrations.map((migration) => [migration.name, migration.checksum]));
  for (const [name, checksum] of applied) {
    if (!known.has(name))
      throw new AppError(
        'bad_environment',
        `DATABASE_URL: the database contains migration ${name}, which this version does not include. Start a newer version.`,
      );
    if (known.get(name) !== checksum)
      throw new AppError(
        'bad_environment',
        `DATABASE_URL: migration ${name} was changed after it was applied. Restore the original file.`,
      );
  }
}

async function apply(client: pg.PoolClient, migration: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(patient(migration.sql));
    await client.query(
      'INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count) VALUES ($1, $2, now(), $3, 1)',
      [randomUUID(), migration.checksum, migration.name],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}
