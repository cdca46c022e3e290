import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readEnv } from '#server/env';
import { createLog } from '#server/log';
import { cloneDatabase } from '#server/test/database';
import type { Delivery } from './read-trace.ts';
import { replay, type Surroundings } from './replay.ts';
import { march30, year2022 } from './scenario.ts';

const SHARED = path.resolve(import.meta.dirname, '../../../shared/replay');

/** mulberry32, so that the shuffle is the same each time. */
function prng(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** All deliveries of the incident. `part` selects a time range. */
const all = [...march30()];

async function play(deliveries: Delivery[], around?: Surroundings) {
  const database = await cloneDatabase();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'candor-replay-test-'));
  try {
    const env = readEnv({ DATA_DIR: folder, PORT: '0', DATABASE_URL: database.url });
    const how = { speed: Number.POSITIVE_INFINITY, env, log: createLog('silent'), ...(around ? { around } : {}) };
    return (await replay({ deliveries, ...how })).report;
  } finally {
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function part(from: string, to: string): Delivery[] {
  return all.filter((d) => d.deliveredAt >= Date.parse(from) && d.deliveredAt < Date.parse(to));
}

/** Splits deliveries into batches of another size, with the same times of delivery. */
function recut(deliveries: Delivery[], size: number): Delivery[] {
  return deliveries.flatMap((d) =>
    Array.from({ length: Math.ceil(d.probes.length / size) }, (_, i) => ({
      ...d,
      probes: d.probes.slice(i * size, (i + 1) * size),
    })),
  );
}

describe('any trace', () => {
  const T0 = Date.parse('2022-03-30T12:00:00Z');
  const at = (seconds: number) => new Date(T0 + seconds * 1_000).toISOString();
  const probe = (component: string, seconds: number, more = {}) => ({
    component,
    instance: 'i1',
    observedAt: at(seconds),
    health: 'up',
    ...more,
  });
  const tick = (seconds: number, ...components: string[]): Delivery[] =>
    components.map((component) => ({
      deliveredAt: T0 + seconds * 1_000 + 500,
      source: 'a',
      probes: [probe(component, seconds)],
    }));
  const spans = (report: Awaited<ReturnType<typeof play>>) =>
    report.components.map((c) => [c.component, c.intervals.map((i) => [i.status, i.ms])]);

  test('counts a component from its first probe, whatever the order of simultaneous lines', async () => {
    const ticks = Array.from({ length: 6 }, (_, i) => tick(i * 10, 'web', 'db'));
    const [forward, backward] = [await play(ticks.flat()), await play(ticks.flatMap((lines) => lines.toReversed()))];
    expect(spans(forward)).toEqual(spans(backward));
    expect(spans(forward).slice(2)).toEqual([
      ['db', [['operational', 50_001]]],
      ['web', [['operational', 50_001]]],
    ]);
  });

  test('may contain probes that the server rejects, and deliveries days after the last probe', async () => {
    const odd = [
      null,
      { component: 7 },
      { component: 'web', instance: 'i1', health: 'up' },
      probe('web', 9_000_000),
      probe('web', 20),
    ];
    const trace: Delivery[] = [
      ...tick(0, 'web'),
      { deliveredAt: T0 + 1_000, source: 'a', probes: odd.slice(0, 4) },
      ...tick(10, 'web'),
      { deliveredAt: T0 + 250_000_000, source: 'a', probes: [probe('web', 86_400)] },
    ];
    const report = await play(trace);
    expect(spans(report).at(-1)).toEqual([
      'web',
      [
        ['operational', 40_000],
        ['unknown', 86_359_999 + 1],
        ['operational', 1],
      ],
    ]);
  });
});

describe('30 March 2022, replayed over HTTP', () => {
  test('gives the same record whether or not the rest of the year is known', async () => {
    const outage = part('2022-03-30T15:00:00Z', '2022-03-30T15:20:00Z');
    const expected = await play(outage);
    expect(expected.components).toMatchObject([{ component: 'serving', downMs: 480_000 }, { component: 'analytics' }]);
    const { components, incidents } = await play(outage, year2022([]));
    expect(components).toEqual(expected.components);
    expect(incidents).toMatchObject([{ episodes: expected.incidents[0]?.episodes }]);
  });

  test('gives the same record to the byte when shuffled, delivered twice or split differently', async () => {
    const straight = part('2022-03-30T14:58:00Z', '2022-03-30T15:20:00Z');
    const random = prng(20220330);
    const shuffled = straight
      .map((d) => ({ d, key: random() }))
      .sort((a, b) => a.key - b.key)
      .map(({ d }) => d);
    const report = await play(straight);
    const expected = JSON.stringify(report.components);
    expect(expected).toContain('"status":"partial_outage","ms":480000');
    expect(JSON.stringify((await play(shuffled)).components)).toBe(expected);
    const twice = await play(straight.flatMap((d) => [d, d]));
    expect(JSON.stringify(twice.components)).toBe(expected);
    const shape = ({ incidents }: Awaited<ReturnType<typeof play>>) =>
      incidents.map(({ episodes, updates }) => ({ episodes, updates }));
    expect(shape(twice)).toEqual(shape(report));
    expect(JSON.stringify((await play(recut(straight, 50))).components)).toBe(expected);
  });

  test.runIf(existsSync(SHARED))('affects the same instances at the same times as the original trace', () => {
    const trace = execFileSync(
      process.execPath,
      [path.join(SHARED, 'make-trace.mjs'), path.join(SHARED, '2022-03-30.json')],
      {
        maxBuffer: 2 ** 28,
        encoding: 'utf8',
      },
    );
    const keys = (deliveries: { probes: unknown[] }[]) =>
      deliveries
        .flatMap((d) =>
          (d.probes as { instance: string; observedAt: string; dataAgeSeconds: number }[]).map(
            (p) => `${p.instance} ${p.observedAt} ${p.dataAgeSeconds > 120}`,
          ),
        )
        .sort();
    const lines = trace
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(keys(all)).toEqual(keys(lines));
  });
});
