import { describe, expect, test } from 'vitest';
import type { Instant } from '#domain/time/interval';
import {
  applyAlert,
  capTimes,
  closeFirings,
  completeFrom,
  type Firing,
  isFiring,
  TIMES_MAX,
} from './received-alert.ts';

const MINUTE = 60_000;
const STORED = 4_000;
const fires = (from: Instant, to: Instant | null): Firing => ({
  startsAt: from,
  from,
  to,
  health: 'down',
  knownUntil: null,
});
const flaps = (count: number) => Array.from({ length: count }, (_, i) => fires(i * MINUTE, null));

/** Counts how often `from` of the periods is read. */
function counted(times: readonly Firing[]): { times: Firing[]; reads: () => number } {
  let reads = 0;
  const watched = times.map((time) => ({
    ...time,
    get from() {
      reads++;
      return time.from;
    },
  }));
  return { times: watched, reads: () => reads };
}

// Flaps within group_interval leave periods without a reported end: github.com/prometheus/alertmanager, notify/notify.go, DedupStage.needsUpdate.
describe('the work for one notification is linear in the number of periods', () => {
  const at = { receivedAt: (STORED + 10) * MINUTE, oldest: 0 };
  const last = (STORED - 1) * MINUTE;
  test.each([
    ['a repetition', { startsAt: last, endsAt: null }],
    ['a new start', { startsAt: last + MINUTE, endsAt: null }],
    ['an old start', { startsAt: -MINUTE, endsAt: null }],
    ['an end', { startsAt: last, endsAt: last + MINUTE }],
    ['an old end', { startsAt: 5 * MINUTE, endsAt: 5 * MINUTE + 1 }],
  ])('%s', (_, reported) => {
    const { times, reads } = counted(flaps(STORED));
    applyAlert(times, { ...reported, health: 'down', knownForMs: null }, at);
    expect(reads()).toBeLessThan(10 * STORED);
  });

  test('closing the periods', () => {
    const { times, reads } = counted(flaps(STORED));
    expect(closeFirings(times).at(0)?.to).toBe(MINUTE);
    expect(reads()).toBeLessThan(10 * STORED);
  });
});

describe('the periods of one fingerprint', () => {
  test('keep the latest; those that ended first are dropped, but never the firing one', () => {
    const times = [...flaps(TIMES_MAX + 50)].reverse();
    const capped = capTimes(times);
    expect(capped).toEqual(times.slice(0, TIMES_MAX));
    expect(isFiring(capped)).toBe(true);
    expect(completeFrom(capped)).toBe(50 * MINUTE);
    expect(capTimes(capped)).toBe(capped);
  });

  test('keep their ends when others are dropped', () => {
    const implied = fires(30_000, null);
    const times = [
      fires(0, MINUTE),
      implied,
      ...flaps(TIMES_MAX).map((time) => fires(time.from + 2 * MINUTE, time.from + 2 * MINUTE + 1)),
    ];
    const ends = (all: readonly Firing[]) => new Map(closeFirings(all).map(({ from, to }) => [from, to]));
    for (const order of [times, times.toReversed()])
      for (const [from, to] of ends(capTimes(order.slice(0, -1))))
        expect([from, to]).toEqual([from, ends(times).get(from)]);
    expect(capTimes(times)).not.toContain(implied);
  });

  test('are complete while they are few', () => {
    expect(completeFrom(flaps(TIMES_MAX / 2))).toBe(Number.NEGATIVE_INFINITY);
    expect(completeFrom([])).toBe(Number.NEGATIVE_INFINITY);
  });
});
