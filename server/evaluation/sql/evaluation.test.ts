import { beforeEach, describe, expect, test } from 'vitest';
import { dayOf } from '#domain/time/calendar';
import { evaluableFrom } from '#server/evaluation/evaluable-from';
import { ensureDay } from '#server/ingest/sql/partitions';
import { testWorld } from '#server/test/database';
import { forgetAfter, hasDirtyRanges, latestStoredAt, nextEvaluationNumber, takeDirtyRanges } from './evaluation.ts';

const MINUTE = 60_000;
const DAY_MS = 86_400_000;
const NOW = Date.parse('2022-03-30T12:00:00Z');
const world = testWorld(NOW);
const query = (text: string, values: unknown[] = []) => world.ctx.worker.query(text, values);

async function store(at: number, health = 4): Promise<void> {
  await ensureDay(world.ctx.worker, dayOf(at), NOW);
  await query('INSERT INTO probe VALUES ($1, 1, NULL, NULL, $2, 0)', [new Date(at), health]);
}

beforeEach(async () => {
  await query('TRUNCATE probe, dirty_range, state_run, raw_status, status_interval');
});

describe('the newest stored probe', () => {
  const latest = () => latestStoredAt(world.ctx.worker, NOW);

  test('is searched from a day before to a minute after now, also on the day before', async () => {
    expect(await latest()).toBeNull();
    await store(NOW - DAY_MS - 1);
    expect(await latest()).toBeNull();
    await store(NOW - 20 * 60 * MINUTE);
    expect(await latest()).toBe(NOW - 20 * 60 * MINUTE);
    await store(NOW - MINUTE);
    await store(NOW + MINUTE + 1);
    expect(await latest()).toBe(NOW - MINUTE);
  });

  test('does not count a probe that withdraws an instance, which does not prove that a source is alive', async () => {
    await store(NOW - 2 * MINUTE);
    await store(NOW - MINUTE, 0);
    expect(await latest()).toBe(NOW - 2 * MINUTE);
  });
});

test('dirty ranges are taken once', async () => {
  expect(await hasDirtyRanges(world.ctx.worker)).toBe(false);
  await query('INSERT INTO dirty_range (from_at, to_at) VALUES ($1, $2)', [new Date(NOW), new Date(NOW + MINUTE)]);
  expect(await hasDirtyRanges(world.ctx.worker)).toBe(true);
  const client = await world.ctx.worker.connect();
  try {
    expect(await takeDirtyRanges(client)).toEqual([{ from: NOW, to: NOW + MINUTE }]);
    expect(await takeDirtyRanges(client)).toEqual([]);
    const number = await nextEvaluationNumber(client);
    expect(await nextEvaluationNumber(client)).toBe(number + 1);
  } finally {
    client.release();
  }
});

test('what was evaluated after a time is forgotten, and the interval at that time is open again', async () => {
  const at = (minutes: number) => new Date(NOW + minutes * MINUTE);
  for (const minute of [0, 1, 2]) {
    await query("INSERT INTO raw_status (component_id, at, status) VALUES (1, $1, 'operational')", [at(minute)]);
    await query(
      "INSERT INTO status_interval (component_id, from_at, to_at, status) VALUES (1, $1, $2, 'operational')",
      [at(minute), minute === 2 ? null : at(minute + 1)],
    );
  }
  const client = await world.ctx.worker.connect();
  await forgetAfter(client, NOW + MINUTE);
  client.release();
  const { rows: steps } = await query('SELECT at FROM raw_status');
  const { rows: intervals } = await query('SELECT from_at, to_at FROM status_interval');
  expect([steps, intervals]).toEqual([[{ at: at(0) }], [{ from_at: at(0), to_at: null }]]);
});

test('stored probes can be evaluated again from the first one, or three hours after days that were dropped', async () => {
  expect(await evaluableFrom(world.ctx.worker)).toBeNull();
  await store(NOW);
  expect(await evaluableFrom(world.ctx.worker)).toBe(NOW);
  const today = dayOf(NOW);
  await store(today + 60 * MINUTE);
  expect(await evaluableFrom(world.ctx.worker)).toBe(today + 60 * MINUTE);
  await query('UPDATE probe_day SET dropped_at = $1 WHERE day = $2', [new Date(NOW), new Date(today - DAY_MS)]);
  expect(await evaluableFrom(world.ctx.worker)).toBe(today + 180 * MINUTE);
});
