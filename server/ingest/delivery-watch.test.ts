import { describe, expect, test } from 'vitest';
import { manualClock } from '#server/clock';
import { createDeliveryWatch, HELD_MS_MAX, HELD_MS_MAX_TOTAL } from './delivery-watch.ts';

const T0 = Date.parse('2022-03-30T12:00:00Z');

function watched() {
  const clock = manualClock(T0);
  const watch = createDeliveryWatch(clock);
  const fail = (sourceId: number, owner: 'sender' | 'database' | 'other') =>
    watch.begin(clock.now(), sourceId).failed(owner);
  return { clock, watch, fail };
}

describe('the delivery watch', () => {
  test('holds a source for a limited time, which another failure does not prolong', () => {
    const { clock, watch, fail } = watched();
    for (let ms = 0; ms <= HELD_MS_MAX; ms += 10_000) {
      clock.set(T0 + ms);
      fail(1, 'other');
      expect(watch.held()).toEqual(new Map([[1, T0]]));
    }
    for (const ms of [1, 60_000, HELD_MS_MAX * 2]) {
      clock.set(T0 + HELD_MS_MAX + ms);
      fail(1, 'other');
      expect(watch.held()).toEqual(new Map());
    }
  });

  test('holds a source again once a delivery of it was stored', () => {
    const { clock, watch, fail } = watched();
    fail(1, 'other');
    clock.set(T0 + HELD_MS_MAX + 1);
    watch.begin(clock.now(), 1).stored();
    fail(1, 'other');
    expect(watch.held()).toEqual(new Map([[1, T0 + HELD_MS_MAX + 1]]));
  });

  test('holds nothing for a value that cannot be stored, and no source because of another', () => {
    const { watch, fail } = watched();
    fail(1, 'sender');
    expect(watch.held()).toEqual(new Map());
    fail(2, 'other');
    expect(watch.held()).toEqual(new Map([[2, T0]]));
  });

  test('does not count time in which the database fails for every source', () => {
    const { clock, watch, fail } = watched();
    for (let ms = 0; ms <= 60 * 60_000; ms += 60_000) {
      clock.set(T0 + ms);
      fail(1, 'database');
      watch.noteDatabase(false);
    }
    expect(watch.held()).toEqual(new Map([[1, T0]]));
    watch.noteDatabase(true);
    clock.set(clock.now() + HELD_MS_MAX);
    expect(watch.held()).toEqual(new Map([[1, T0]]));
    clock.set(clock.now() + 1);
    expect(watch.held()).toEqual(new Map());
    watch.noteDatabase(false);
    expect(watch.held(), 'a hold that is over is not revived').toEqual(new Map());
    fail(1, 'other');
    expect(watch.held(), 'it begins again while the database fails for every source').toEqual(
      new Map([[1, clock.now()]]),
    );
  });

  test('ends every hold after the maximum time in any case', () => {
    const { clock, watch, fail } = watched();
    fail(1, 'database');
    watch.noteDatabase(false);
    clock.set(T0 + HELD_MS_MAX_TOTAL);
    expect(watch.held()).toEqual(new Map([[1, T0]]));
    clock.set(T0 + HELD_MS_MAX_TOTAL + 1);
    expect(watch.held()).toEqual(new Map());
  });

  test.each(['database', 'other'] as const)(
    'limits the hold of one source while another continues to fail as %j',
    (owner) => {
      const { clock, watch, fail } = watched();
      fail(2, 'other');
      for (let ms = 0; ms <= 4 * 3_600_000; ms += 240_000) {
        clock.set(T0 + ms);
        fail(1, owner);
        watch.noteDatabase(true);
        expect(watch.held().has(2), `after ${ms} ms`).toBe(ms <= HELD_MS_MAX);
        expect(watch.held().has(1), `after ${ms} ms`).toBe(ms <= HELD_MS_MAX);
      }
    },
  );

  test('holds a running delivery no longer than a refused one', () => {
    const { clock, watch } = watched();
    watch.begin(T0, 1);
    clock.set(T0 + HELD_MS_MAX);
    expect(watch.held()).toEqual(new Map([[1, T0]]));
    clock.set(T0 + HELD_MS_MAX + 1);
    expect(watch.held()).toEqual(new Map());
  });

  test('holds a source for as long as a delivery of it waits in the spool, from a refusal before it on', () => {
    const { clock, watch, fail } = watched();
    let held = new Map<number, number>();
    watch.holdSpooled(() => held);
    fail(1, 'other');
    clock.set(T0 + 1_000);
    const delivery = watch.begin(clock.now(), 1);
    expect(delivery.heldFrom()).toBe(T0);
    held = new Map([[1, delivery.heldFrom()]]);
    delivery.spooled();
    clock.set(T0 + HELD_MS_MAX_TOTAL * 2);
    expect([watch.held(), watch.watermark(clock.now())]).toEqual([new Map([[1, T0]]), T0]);
    const late = watch.begin(clock.now(), 1);
    expect(watch.held()).toEqual(new Map([[1, T0]]));
    late.stored();
    held = new Map();
    expect(watch.held()).toEqual(new Map());
    expect(watch.begin(clock.now(), 1).heldFrom()).toBe(clock.now());
  });
});
