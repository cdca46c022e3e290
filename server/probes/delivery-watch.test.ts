import { describe, expect, test } from 'vitest';
import { manualClock } from '../clock.ts';
import { createDeliveryWatch, HELD_MS_MAX } from './delivery-watch.ts';

const T0 = Date.parse('2022-03-30T12:00:00Z');

function watched() {
  const clock = manualClock(T0);
  const watch = createDeliveryWatch(clock);
  const fail = (sourceId: number, owner: 'sender' | 'database' | 'other') => watch.begin(clock.now(), sourceId).failed(owner);
  return { clock, watch, fail };
}

describe('the delivery watch', () => {
  test('holds a source for a bounded time, which failing again does not prolong', () => {
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

  test('holds nothing for a value that cannot be stored, and no source for another', () => {
    const { watch, fail } = watched();
    fail(1, 'sender');
    expect(watch.held()).toEqual(new Map());
    fail(2, 'other');
    expect(watch.held()).toEqual(new Map([[2, T0]]));
  });

  test('counts from the end of a fault of the database, however long it lasts', () => {
    const { clock, watch, fail } = watched();
    for (let ms = 0; ms <= 60 * 60_000; ms += 60_000) {
      clock.set(T0 + ms);
      fail(1, 'database');
      watch.noteDatabaseFailed();
    }
    expect(watch.held()).toEqual(new Map([[1, T0]]));
    clock.set(clock.now() + HELD_MS_MAX);
    expect(watch.held()).toEqual(new Map([[1, T0]]));
    clock.set(clock.now() + 1);
    expect(watch.held()).toEqual(new Map());
    watch.noteDatabaseFailed();
    expect(watch.held(), 'what has held for its time is not revived').toEqual(new Map());
  });

  test('a delivery under way holds no longer than a refused one', () => {
    const { clock, watch } = watched();
    watch.begin(T0, 1);
    clock.set(T0 + HELD_MS_MAX);
    expect(watch.held()).toEqual(new Map([[1, T0]]));
    clock.set(T0 + HELD_MS_MAX + 1);
    expect(watch.held()).toEqual(new Map());
  });
});
