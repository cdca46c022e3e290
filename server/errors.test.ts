import { expect, test, vi } from 'vitest';
import { createPool } from '#server/db/client';
import { createPrisma } from '#server/db/prisma';
import { AppError, isDatabaseAway } from './errors.ts';
import { createLog } from './log.ts';

test('recognises an error of another copy of the module, and no other error', async () => {
  vi.resetModules();
  const other = await import('./errors.ts');
  expect(other.AppError).not.toBe(AppError);
  expect(new other.AppError('overloaded', 'Too many changes wait.')).toBeInstanceOf(AppError);
  expect(new Error('broken')).not.toBeInstanceOf(AppError);
  expect({ code: 'overloaded', message: 'a look-alike' }).not.toBeInstanceOf(AppError);
  expect(null).not.toBeInstanceOf(AppError);
});

test('an error of Prisma or of a pool without a database means that the database is away', async () => {
  const pool = createPool('postgres://nobody@127.0.0.1:1/nothing', 'web', createLog('silent'));
  const { prisma, close } = createPrisma(pool);
  const failures = await Promise.all([
    pool.query('SELECT 1').catch((error: unknown) => error),
    prisma.incident.findFirst().catch((error: unknown) => error),
    prisma.$queryRaw`SELECT 1`.catch((error: unknown) => error),
  ]);
  expect(failures.map(isDatabaseAway)).toEqual([true, true, true]);
  await close();
  await pool.end();
});
