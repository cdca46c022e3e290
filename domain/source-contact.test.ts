import { describe, expect, test } from 'vitest';
import { CLOCK_OFF_MS, clockOffMs, isBlind, type SourceContact } from './source-contact.ts';

const NOW = 1_000_000;
const of = (change: Partial<SourceContact>): SourceContact => ({
  id: 1,
  name: 'agent-a',
  contactAt: NOW,
  seen: { at: NOW, heardAt: NOW },
  lagMs: 100,
  earlierLagMs: 100,
  ...change,
});

describe('an agent is blind', () => {
  test('when it was last seen a silence ago, to the millisecond', () => {
    expect([29_999, 30_000].map((ms) => isBlind(of({}), 30_000, NOW + ms))).toEqual([false, true]);
  });

  test('not when it was never seen, or what it sent was old already', () => {
    expect(isBlind(of({ seen: null }), 30_000, NOW + 60_000)).toBe(false);
    expect([29_999, 30_000].map((late) => isBlind(of({ seen: { at: NOW, heardAt: NOW + late } }), 30_000, NOW + 60_000))).toEqual([true, false]);
  });
});

describe('a clock is off', () => {
  test.each([
    [100, 100, null],
    [-CLOCK_OFF_MS, 100, null],
    [-CLOCK_OFF_MS - 1, 100, CLOCK_OFF_MS + 1],
    [-CLOCK_OFF_MS - 1, null, CLOCK_OFF_MS + 1],
    [100, -90_000, 90_000],
    [CLOCK_OFF_MS + 1, null, null],
    [CLOCK_OFF_MS + 1, CLOCK_OFF_MS, null],
    [CLOCK_OFF_MS, 60_000, null],
    [CLOCK_OFF_MS + 2, CLOCK_OFF_MS + 1, -CLOCK_OFF_MS - 1],
  ])('least lag %s ms, a minute before %s: %s', (lagMs, earlierLagMs, off) => {
    expect(clockOffMs(of({ lagMs, earlierLagMs }), NOW)).toBe(off);
  });

  test('for as long as anything is heard of it', () => {
    expect([300_000, 300_001].map((ms) => clockOffMs(of({ lagMs: -10_000 }), NOW + ms))).toEqual([10_000, null]);
  });
});
