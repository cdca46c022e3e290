import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { manualClock } from '#server/clock';
import { createDatabaseFaults } from '#server/db/database-faults';
import { AppError } from '#server/errors';
import type { Receipt } from '#server/ingest/schemas';
import { sqlError } from '#server/test/faults';
import { aSpooled } from '#server/test/spooled';
import { createPassOn, SET_ASIDE_AFTER_MS } from './drain-spool.ts';
import { openSpool, type Spool } from './spool.ts';
import type { Spooled } from './spooled.ts';

const clock = manualClock(0);
const lines: string[] = [];
const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
const AWAY = sqlError('57P01');
const BUG = new TypeError('cannot read properties of undefined');
const receipt = (accepted: number, rejected: Receipt['rejected'] = []): Receipt => ({
  accepted,
  duplicates: 0,
  rejected,
});

let folder = '';
let spool: Spool;
beforeEach(async () => {
  lines.length = 0;
  clock.set(0);
  folder = await mkdtemp(path.join(os.tmpdir(), 'candor-test-'));
  spool = await openSpool(folder, log);
});
afterEach(async () => {
  await spool.close();
  await rm(folder, { recursive: true });
});

/** Returns a drain that stores by `store`, with what it stored and dropped. */
function draining(store: (delivery: Spooled) => Promise<Receipt>) {
  const stored: number[] = [];
  const dropped: number[] = [];
  const passOn = createPassOn({
    ctx: { clock, log, databaseFaults: createDatabaseFaults(clock) },
    spool,
    store: async (delivery) => {
      const result = await store(delivery);
      stored.push(delivery.receivedAt);
      return result;
    },
    onDropped: (count) => dropped.push(count),
  });
  return { stored, dropped, drain: () => spool.drain(passOn) };
}

const append = async (...deliveries: Spooled[]) => {
  for (const delivery of deliveries) await spool.append(delivery);
};

describe('draining', () => {
  test('stores the probes of many deliveries at once, and the notifications of a source one after another', async () => {
    let running = { probes: 0, alerts: 0 };
    const most = { probes: 0, alerts: 0 };
    const { drain, stored } = draining(async ({ kind }) => {
      const of = kind === 'probes' ? 'probes' : 'alerts';
      running = { ...running, [of]: running[of] + 1 };
      most[of] = Math.max(most[of], running[of]);
      await new Promise(setImmediate);
      running = { ...running, [of]: running[of] - 1 };
      return receipt(1);
    });
    await append(...Array.from({ length: 20 }, (_, n) => aSpooled(n, { kind: n % 2 ? 'alerts' : 'probes' })));
    await drain();
    expect(most).toEqual({ probes: 10, alerts: 1 });
    expect(stored.filter((n) => n % 2)).toEqual([1, 3, 5, 7, 9, 11, 13, 15, 17, 19]);
  });

  test('does not store more than 5,000 probes at once, unless one delivery holds them', async () => {
    const atOnce: number[] = [];
    let running = 0;
    const { drain } = draining(async ({ accepted }) => {
      running += accepted;
      await new Promise(setImmediate);
      atOnce.push(running);
      running -= accepted;
      return receipt(accepted);
    });
    await append(...[2_000, 2_000, 2_000, 6_000].map((accepted, n) => aSpooled(n, { accepted })));
    await drain();
    expect(atOnce).toEqual([4_000, 2_000, 2_000, 6_000]);
  });

  test('stops while the database is away, for however long, and loses nothing', async () => {
    let isAway = true;
    const { drain, stored, dropped } = draining(async () => (isAway ? Promise.reject(AWAY) : receipt(1)));
    await append(aSpooled(1), aSpooled(2));
    for (const ms of [0, 1, SET_ASIDE_AFTER_MS + 1]) {
      clock.set(ms);
      await expect(drain()).rejects.toBe(AWAY);
    }
    isAway = false;
    await drain();
    expect([stored, dropped, spool.isEmpty()]).toEqual([[1, 2], [], true]);
  });

  test('drops what proves to be invalid, and stores the rest', async () => {
    const { drain, stored, dropped } = draining(async ({ receivedAt, accepted }) => {
      if (receivedAt === 1) throw new AppError('invalid_input', 'instance: too many');
      return receipt(accepted - 1, [{ index: 0, code: 'unknown_component', detail: 'component: unknown' }]);
    });
    await append(aSpooled(1, { accepted: 3 }), aSpooled(2, { accepted: 2 }));
    await drain();
    expect([stored, dropped.sort(), spool.isEmpty()]).toEqual([[2], [1, 3], true]);
    expect(lines.map((line) => JSON.parse(line).reasons)).toEqual(
      expect.arrayContaining([['instance: too many'], ['component: unknown']]),
    );
  });

  test('sets aside a delivery that fails for a minute although the database works, and then stores the others', async () => {
    const { drain, stored, dropped } = draining(async ({ receivedAt }) =>
      receivedAt === 2 ? Promise.reject(BUG) : receipt(1),
    );
    await append(aSpooled(1), aSpooled(2), aSpooled(3));
    await expect(drain()).rejects.toBe(BUG);
    await expect(drain()).rejects.toBe(BUG);
    clock.set(SET_ASIDE_AFTER_MS - 1);
    await expect(drain()).rejects.toBe(BUG);
    expect(dropped).toEqual([]);
    clock.set(SET_ASIDE_AFTER_MS);
    await drain();
    expect([new Set(stored), dropped, spool.isEmpty()]).toEqual([new Set([1, 3]), [1], true]);
    expect(await readFile(path.join(folder, 'set-aside.ndjson'), 'utf8')).toContain('"delivery-2"');
  });
});
