import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testWorld } from '#server/test/database';
import { failingPool, sqlError } from '#server/test/faults';
import { aProbe, startProbes } from '#server/test/probes';
import { createEvaluator } from './evaluate.ts';
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

describe('a source that was alive when evaluation stopped', () => {
  const STOPPED_AT = Date.parse('2022-03-30T12:00:00Z');
  let probes: Awaited<ReturnType<typeof startProbes>>;
  beforeAll(async () => {
    world.clock.set(STOPPED_AT);
    probes = await startProbes(world.ctx);
    const ago = (ms: number) => ({ observedAt: new Date(STOPPED_AT - ms).toISOString() });
    await probes.post('alive', [aProbe(ago(1_000))]);
    await probes.post('silent', [aProbe(ago(30_001))]);
    await world.ctx.prisma.source.create({ data: { name: 'edge', kind: 'edge', createdAt: new Date(0) } });
    await probes.post('edge', [aProbe(ago(1_000))]);
    await createEvaluator(world.ctx)(STOPPED_AT);
  });
  afterAll(() => probes.stop());

  /** Returns what is expected of sources, by name, where the start is `ms` later. */
  async function expectedAfter(ms: number): Promise<unknown[]> {
    world.clock.set(STOPPED_AT + ms);
    const expected: unknown[] = [];
    const names = new Map((await world.ctx.prisma.source.findMany()).map(({ id, name }) => [id, name]));
    const note = (ids: readonly number[], ...rest: number[]) =>
      void expected.push([ids.map((id) => names.get(id)), ...rest]);
    await expectSources(world.ctx, { expect: note } as never); // all that is used of it
    return expected;
  }

  test('has 45 seconds to deliver, and a silent one or one of alerts is not waited for', async () => {
    expect(await expectedAfter(5_001)).toEqual([[['alive'], STOPPED_AT, 45_000]]);
  });

  test('is not waited for where evaluation stopped for five seconds at most', async () => {
    expect(await expectedAfter(5_000)).toEqual([]);
  });
});
