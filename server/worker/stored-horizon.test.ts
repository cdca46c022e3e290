import { describe, expect, test } from 'vitest';
import { manualClock, steadyClock } from '../clock.ts';
import { createDeliveryWatch } from '../probes/delivery-watch.ts';
import { reportStored } from '../probes/report-stored.ts';
import { testWorld } from '../test/database.ts';
import { createStoredHorizon } from './stored-horizon.ts';

const T0 = Date.parse('2022-03-30T12:00:00Z');
const world = testWorld(T0);

/** Lets a process say once how far it has stored. */
async function say(name: string, watch: ReturnType<typeof createDeliveryWatch>): Promise<void> {
  const once = new AbortController();
  const saying = reportStored(world.ctx, watch, name, once.signal);
  once.abort();
  await saying;
}

describe('a judge apart from the processes that take probes', () => {
  test('goes no further than any of them has stored, and follows when they have', async () => {
    const horizon = createStoredHorizon(world.ctx);
    const [a, b] = [createDeliveryWatch(world.clock), createDeliveryWatch(world.clock)];
    await say('a', a);
    const delivery = b.begin(T0, 'key');
    world.clock.set(T0 + 1_000);
    await say('b', b);
    await say('a', a);
    expect(await horizon(T0 + 1_000)).toBe(T0);
    delivery.stored();
    await say('b', b);
    expect(await horizon(T0 + 1_000)).toBe(T0 + 1_000);
  });

  test('waits a minute for one that says nothing, then goes on without it', async () => {
    const horizon = createStoredHorizon(world.ctx);
    await say('b', createDeliveryWatch(world.clock));
    const silentSince = world.clock.now();
    await horizon(silentSince);
    world.clock.set(silentSince + 60_000);
    await say('a', createDeliveryWatch(world.clock));
    expect(await horizon(silentSince + 60_000)).toBe(silentSince);
    world.clock.set(silentSince + 60_001);
    expect(await horizon(silentSince + 60_001)).toBe(silentSince + 60_000);
    await say('b', createDeliveryWatch(world.clock));
    expect(await horizon(silentSince + 60_001)).toBe(silentSince + 60_000);
  });
});

describe('the clock of a process', () => {
  test('is not moved by a wrong setting while probes contradict it; what may be called future counts from the later time', () => {
    let setTo = 0;
    const running = manualClock(T0);
    const steps: { wall: number; kept: number }[] = [];
    const clock = steadyClock((step) => steps.push(step), { now: () => running.now() + setTo, monotonicMs: running.monotonicMs });
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
