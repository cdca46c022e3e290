import { describe, expect, test } from 'vitest';
import { manualClock, steadyClock } from '#server/clock';
import { createPool } from '#server/db/client';
import { testWorld } from '#server/test/database';
import { failingPool, fullFor, sqlError } from '#server/test/faults';
import { createDeliveryWatch } from './delivery-watch.ts';
import { reportStored } from './report-stored.ts';
import { createSourceContacts } from './source-contacts.ts';
import { APART_MS, createWatermark } from './watermark.ts';

const T0 = Date.parse('2022-03-30T12:00:00Z');
const world = testWorld(T0);

/** Lets a process say once how far it has stored. */
async function report(
  name: string,
  watch: ReturnType<typeof createDeliveryWatch>,
  worker = world.ctx.worker,
  contacts = createSourceContacts(),
): Promise<void> {
  const once = new AbortController();
  const saying = reportStored({ ...world.ctx, worker }, { name, watch, contacts }, once.signal);
  once.abort();
  await saying;
}

describe('evaluation beside several ingest processes', () => {
  test('stops at the earliest watermark of the processes, and follows when it moves', async () => {
    const watermark = createWatermark(world.ctx);
    const [a, b] = [createDeliveryWatch(world.clock), createDeliveryWatch(world.clock)];
    await report('a', a);
    const delivery = b.begin(T0, 7);
    world.clock.set(T0 + APART_MS);
    await report('b', b);
    await report('a', a);
    expect(await watermark(T0 + APART_MS)).toEqual({ watermark: T0, held: new Set() });
    world.clock.set(T0 + APART_MS + 1);
    await report('b', b);
    await report('a', a);
    expect(await watermark(T0 + APART_MS + 1)).toEqual({ watermark: T0 + APART_MS + 1, held: new Set([7]) });
    delivery.stored();
    await report('b', b);
    expect(await watermark(T0 + 1_000)).toEqual({ watermark: T0 + APART_MS + 1, held: new Set() });
  });

  test('waits a minute for an inactive process, then continues without it', async () => {
    const watermark = createWatermark(world.ctx);
    await report('b', createDeliveryWatch(world.clock));
    const silentSince = world.clock.now();
    for (const ms of [0, 20_000, 40_000]) {
      world.clock.set(silentSince + ms);
      await watermark(silentSince + ms);
    }
    world.clock.set(silentSince + 60_000);
    await report('a', createDeliveryWatch(world.clock));
    expect((await watermark(silentSince + 60_000)).watermark).toBe(silentSince);
    world.clock.set(silentSince + 60_001);
    expect((await watermark(silentSince + 60_001)).watermark).toBe(silentSince + 60_000);
    await report('b', createDeliveryWatch(world.clock));
    expect((await watermark(silentSince + 60_001)).watermark).toBe(silentSince + 60_000);
  });

  test('waits for a process that cannot write but retries, as on a full disk, until its connections end', async () => {
    const watermark = createWatermark(world.ctx);
    const own = createPool(world.url, 'worker', world.ctx.log, { processName: 'full' });
    const watch = createDeliveryWatch(world.clock);
    await report('full', watch, own);
    await world.ctx.web.query(fullFor('ingest_process', "NEW.name = 'full'"));
    const reportedAt = world.clock.now();
    const reportOthers = () => Promise.all(['a', 'b'].map((name) => report(name, createDeliveryWatch(world.clock))));
    for (let ms = 0; ms <= 600_000; ms += 25_000) {
      world.clock.set(reportedAt + ms);
      await reportOthers();
      await report('full', watch, own);
      expect((await watermark(reportedAt + ms)).watermark).toBe(reportedAt);
    }
    expect(world.ctx.databaseFaults.current()).toMatchObject({ cause: 'disk_full' });
    await own.end();
    await watermark(reportedAt + 600_000); // its last connection may just have ended
    for (const ms of [620_000, 640_000, 660_001]) {
      world.clock.set(reportedAt + ms);
      await reportOthers();
      if (ms < 660_001) await watermark(reportedAt + ms);
    }
    expect((await watermark(reportedAt + 660_001)).watermark).toBe(reportedAt + 660_001);
  });
});

describe('contacts of agents', () => {
  test('are stored before evaluation can pass their deliveries, so that no agent seems silent', async () => {
    const { id } = await world.ctx.prisma.source.create({ data: { name: 'agent-a', createdAt: new Date(T0) } });
    const contacts = createSourceContacts();
    const watch = createDeliveryWatch(world.clock);
    const watermark = createWatermark(world.ctx);
    await world.ctx.web.query('DELETE FROM ingest_process');
    await report('a', watch);
    const before = world.clock.now();
    const at = before + 5_000;
    world.clock.set(at);
    contacts.note(id, { receivedAt: at, newestAcceptedAt: at, earliestRefusedAt: at });
    contacts.note(id + 1, { receivedAt: at, newestAcceptedAt: at, earliestRefusedAt: at }); // a source that was removed
    let isFailing = true;
    const worker = failingPool(world.ctx.worker, ({ text }) =>
      isFailing && text.includes('source_contact') ? sqlError('57P01') : null,
    );
    await report('a', watch, worker, contacts);
    expect((await watermark(at)).watermark).toBe(before);
    isFailing = false;
    await report('a', watch, worker, contacts);
    expect((await watermark(at)).watermark).toBe(at);
    const { rows } = await world.ctx.web.query('SELECT source_id, observed_at FROM source_contact');
    expect(rows).toEqual([{ source_id: id, observed_at: new Date(at) }]);
  });
});

describe('after an outage of the database', () => {
  const OUTAGE_MS = 180_000;

  test.each([
    ['reads failed', true],
    ['there were no reads', false],
  ])('a process that lives is not taken for gone, although %s', async (_, isRead) => {
    let isAway = false;
    const worker = failingPool(world.ctx.worker, () => (isAway ? sqlError('57P01', 'away') : null));
    const watermark = createWatermark({ ...world.ctx, worker });
    await world.ctx.web.query('DELETE FROM ingest_process');
    const watch = createDeliveryWatch(world.clock);
    await report('living', watch);
    const reportedAt = world.clock.now();
    await watermark(reportedAt);
    isAway = true;
    for (let ms = 2_000; isRead && ms <= OUTAGE_MS; ms += 2_000) {
      world.clock.set(reportedAt + ms);
      await expect(watermark(reportedAt + ms)).rejects.toThrow('away');
    }
    isAway = false;
    world.clock.set(reportedAt + OUTAGE_MS + 2_000);
    expect((await watermark(world.clock.now())).watermark).toBe(reportedAt);
    world.clock.set(reportedAt + OUTAGE_MS + 6_000);
    expect((await watermark(world.clock.now())).watermark).toBe(reportedAt);
    await report('living', watch);
    expect((await watermark(world.clock.now())).watermark).toBe(world.clock.now());
  });
});

describe('the clock of a process', () => {
  test('ignores a wrong setting while probes contradict it; the limit for future probes counts from the later time', () => {
    let setTo = 0;
    const running = manualClock(T0);
    const steps: { wall: number; guarded: number }[] = [];
    const clock = steadyClock((step) => steps.push(step), {
      now: () => running.now() + setTo,
      monotonicMs: running.monotonicMs,
    });
    clock.noteObserved(T0);
    running.set(T0 + 10_000);
    setTo = -3_600_000;
    expect([clock.now(), clock.latest()]).toEqual([T0 + 10_000, T0 + 10_000]);
    setTo = 3_600_000;
    expect([clock.now(), clock.latest()]).toEqual([T0 + 10_000, T0 + 3_610_000]);
    expect(steps).toHaveLength(1);
    clock.noteObserved(T0 + 3_609_000);
    running.set(T0 + 11_000);
    clock.noteObserved(T0 + 3_611_000);
    expect(clock.now()).toBe(T0 + 3_611_000);
  });
});
