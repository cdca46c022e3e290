import { expect, test } from 'vitest';
import { testWorld } from '#server/test/database';
import { failingPool, sqlError } from '#server/test/faults';
import { expectSources } from './expect-sources.ts';

const world = testWorld();
const watch = { expect: () => undefined } as never; // the database has no source

/** Starts while the first `failures` reads fail with an error. Returns the number of failed reads, and the error of the start. */
async function startWith(failures: number, error: Error): Promise<{ failed: number; ended: unknown }> {
  let failed = 0;
  const ingest = failingPool(world.ctx.ingest, () => {
    if (failed === failures) return null;
    failed++;
    return error;
  });
  const ended = await expectSources({ ...world.ctx, ingest }, watch, 0).catch((failure: unknown) => failure);
  return { failed, ended };
}

test.each([
  ['no connection becomes free', new Error('timeout exceeded when trying to connect')],
  ['a connection times out', new Error('Connection terminated due to connection timeout')],
  ['PostgreSQL is starting', sqlError('57P03', 'the database system is starting up')],
])('while %s, the start reads the sources again', async (_, error) => {
  expect(await startWith(3, error)).toEqual({ failed: 3, ended: undefined });
});

test('the start fails after ten tries, and at once on any other error', async () => {
  const away = new Error('timeout exceeded when trying to connect');
  expect(await startWith(100, away)).toEqual({ failed: 10, ended: away });
  const bug = sqlError('42P01', 'relation "source" does not exist');
  expect(await startWith(100, bug)).toEqual({ failed: 1, ended: bug });
});
