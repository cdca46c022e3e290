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

describe('a component is flapping', () => {
  test('from its third episode within an hour', () => {
    expect([cooldownEndsAt([]), cooldownEndsAt(at(0)), cooldownEndsAt(at(0, 30))]).toEqual([null, null, null]);
    expect(cooldownEndsAt(at(0, 30, 60))).toBe(61 * MINUTE + COOLDOWN_MS);
    const late = [...at(0, 30), episode(FLAPPING_WITHIN_MS + 1, null)];
    expect(cooldownEndsAt(late)).toBeNull();
  });

  test('until it has had no outage for an hour, and then counting restarts', () => {
    expect(flapOf(at(0, 10, 20), { from: 21 * MINUTE + COOLDOWN_MS - 1 })).toBe('continues');
    expect(flapOf(at(0, 10, 20), { from: 21 * MINUTE + COOLDOWN_MS })).toBe('none');
    expect(cooldownEndsAt(at(0, 10, 20, 90, 100))).toBeNull();
    expect(cooldownEndsAt(at(0, 10, 20, 90, 100, 110))).toBe(111 * MINUTE + COOLDOWN_MS);
  });

  test('while an episode is ongoing, in whatever order the episodes are listed', () => {
    const going = [...at(0, 10), episode(20 * MINUTE, null)];
    expect([cooldownEndsAt(going), cooldownEndsAt(going.toReversed())]).toEqual([Infinity, Infinity]);
  });

  test('once, and then it continues', () => {
    const flaps = [0, 10, 20, 30, 79, 140].map((from, i, all) =>
      flapOf(at(...all.slice(0, i)), { from: from * MINUTE }),
    );
    expect(flaps).toEqual(['none', 'none', 'begins', 'continues', 'continues', 'none']);
  });
});
