import { describe, expect, test } from 'vitest';
import { CLOCK_OFF_MS, CLOCK_RIGHT_MS, clockOffMs, isAgentSilent, type SourceContact } from './source-contact.ts';

const NOW = 1_000_000;
const DAY = 86_400_000;
const of = (change: Partial<SourceContact>): SourceContact => ({
  id: 1,
  name: 'agent-a',
  contactAt: NOW,
  seenAt: NOW,
  liveAt: NOW,
  lagMs: 100,
  earlierLagMs: 100,
  ...change,
});

describe('an agent is silent', () => {
  test('silenceAfter after it was last seen, to the millisecond', () => {
    expect([29_999, 30_000].map((ms) => isAgentSilent(of({}), 30_000, NOW + ms))).toEqual([false, true]);
  });

  test('even if its last probe was late, and while it sends buffered probes', () => {
    expect(isAgentSilent(of({ seenAt: NOW, liveAt: NOW - 3_600_000 }), 30_000, NOW + 30_000)).toBe(true);
  });

  test('not if it was never seen, or sent no live probe for a day', () => {
    expect(isAgentSilent(of({ seenAt: null, liveAt: null }), 30_000, NOW + 60_000)).toBe(false);
    expect(isAgentSilent(of({ liveAt: null }), 30_000, NOW + 60_000)).toBe(false);
    expect([DAY - 1, DAY].map((ms) => isAgentSilent(of({ liveAt: NOW - ms }), 30_000, NOW + 60_000))).toEqual([
      true,
      false,
    ]);
  });

  test('for as long as no probe arrives, however long', () => {
    expect(isAgentSilent(of({}), 30_000, NOW + 30 * DAY)).toBe(true);
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

  test('once it is wrong, until it is off by clearly less', () => {
    const off = (ms: number) => [
      clockOffMs(of({ lagMs: -ms }), NOW, true),
      clockOffMs(of({ lagMs: ms, earlierLagMs: ms }), NOW, true),
    ];
    expect([off(CLOCK_RIGHT_MS + 1), off(CLOCK_RIGHT_MS)]).toEqual([
      [CLOCK_RIGHT_MS + 1, -CLOCK_RIGHT_MS - 1],
      [null, null],
    ]);
  });

  test('as long as the agent is in contact', () => {
    expect([300_000, 300_001].map((ms) => clockOffMs(of({ lagMs: -10_000 }), NOW + ms))).toEqual([10_000, null]);
  });
});
