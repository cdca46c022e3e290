import { describe, expect, test } from 'vitest';
import { COOLDOWN_MS, cooldownEndsAt, FLAPPING_WITHIN_MS, flapOf } from './flapping.ts';

const MINUTE = 60_000;
const episode = (from: number, to: number | null) => ({
  id: from,
  componentId: 1,
  from,
  to,
  level: 2 as const,
  isRemoved: false,
  isPublished: true,
});
const at = (...starts: number[]) => starts.map((from) => episode(from * MINUTE, (from + 1) * MINUTE));

describe('a component goes up and down', () => {
  test('from the third episode that begins within an hour', () => {
    expect([cooldownEndsAt([]), cooldownEndsAt(at(0)), cooldownEndsAt(at(0, 30))]).toEqual([null, null, null]);
    expect(cooldownEndsAt(at(0, 30, 60))).toBe(61 * MINUTE + COOLDOWN_MS);
    const late = [...at(0, 30), episode(FLAPPING_WITHIN_MS + 1, null)];
    expect(cooldownEndsAt(late)).toBeNull();
  });

  test('until it has been calm for an hour, and then it is counted anew', () => {
    expect(flapOf(at(0, 10, 20), { from: 21 * MINUTE + COOLDOWN_MS - 1 })).toBe('goes_on');
    expect(flapOf(at(0, 10, 20), { from: 21 * MINUTE + COOLDOWN_MS })).toBe('none');
    expect(cooldownEndsAt(at(0, 10, 20, 90, 100))).toBeNull();
    expect(cooldownEndsAt(at(0, 10, 20, 90, 100, 110))).toBe(111 * MINUTE + COOLDOWN_MS);
  });

  test('as long as an episode goes on it is not calm, whatever the order in which they are known', () => {
    const going = [...at(0, 10), episode(20 * MINUTE, null)];
    expect([cooldownEndsAt(going), cooldownEndsAt(going.toReversed())]).toEqual([Infinity, Infinity]);
  });

  test('is said once', () => {
    const said = [0, 10, 20, 30, 79, 140].map((from, i, all) =>
      flapOf(at(...all.slice(0, i)), { from: from * MINUTE }),
    );
    expect(said).toEqual(['none', 'none', 'begins', 'goes_on', 'goes_on', 'none']);
  });
});
