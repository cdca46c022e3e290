import { describe, expect, test } from 'vitest';
import { type CommunicationFacts, communicationOf, quarterlyCommunication } from './communication.ts';

const T = Date.parse('2022-03-30T13:20:30Z');
const spoken = (change: Partial<CommunicationFacts> = {}): CommunicationFacts => ({
  startedAt: T - 30_000,
  detectedAt: T,
  predatesAutomation: false,
  publicAt: T + 1_000,
  resolvedAt: null,
  postmortemAt: null,
  notified: { recipients: 0, sent: 0, ms: null },
  updates: [[{ state: 'identified', publishedAt: T + 1_000, nextUpdateBy: null, isAutomatic: false }]],
  ...change,
});

describe('communication', () => {
  test('is measured from detection to the first update; an update before detection took no time', () => {
    expect(communicationOf(spoken(), T)).toEqual({
      firstUpdateMs: 1_000,
      promisesMet: 0,
      promisesMissed: 0,
      postmortemMs: null,
      notified: { recipients: 0, sent: 0, ms: null },
    });
    expect(communicationOf(spoken({ publicAt: T - 5_000 }), T).firstUpdateMs).toBe(0);
    expect(communicationOf(spoken({ detectedAt: null }), T).firstUpdateMs).toBeNull();
  });

  test('of an outage from before incident automation has no time to the first update', () => {
    expect(
      communicationOf(
        spoken({ predatesAutomation: true, publicAt: T + 86_400_000, resolvedAt: T, postmortemAt: T + 1 }),
        T,
      ),
    ).toMatchObject({
      firstUpdateMs: null,
      postmortemMs: 1,
    });
    const all = [spoken({ predatesAutomation: true, publicAt: T + 86_400_000 }), spoken()];
    expect(quarterlyCommunication(all, T)).toMatchObject([{ incidents: 2, firstUpdateMs: 1_000 }]);
  });

  test('of a quarter sums recipients, and takes the median of the times of incidents that notified someone', () => {
    const notified = (sent: number, ms: number | null) => spoken({ notified: { recipients: 10, sent, ms } });
    const all = [notified(10, 4_000), notified(9, 2_000), notified(0, null), notified(8, 60_000), spoken()];
    expect(quarterlyCommunication(all, T)[0]?.notified).toEqual({ recipients: 40, sent: 27, ms: 4_000 });
  });

  test('an announced update counts only in the incident that announced it, not in a merged one', () => {
    const update = (publishedAt: number, nextUpdateBy: number | null) => ({
      state: 'identified' as const,
      publishedAt,
      nextUpdateBy,
      isAutomatic: false,
    });
    const [promised, elsewhere] = [update(T, T + 10), update(T + 5, null)];
    expect(communicationOf(spoken({ updates: [[promised], [elsewhere]] }), T + 25)).toMatchObject({
      promisesMet: 0,
      promisesMissed: 1,
    });
    expect(communicationOf(spoken({ updates: [[promised, elsewhere]] }), T + 25)).toMatchObject({
      promisesMet: 1,
      promisesMissed: 0,
    });
  });

  test('counts announced updates, and the time from the end to the post-mortem', () => {
    const updates = [
      { state: 'identified' as const, publishedAt: T, nextUpdateBy: T + 10, isAutomatic: false },
      { state: 'identified' as const, publishedAt: T + 10, nextUpdateBy: T + 20, isAutomatic: false },
      { state: 'identified' as const, publishedAt: T + 21, nextUpdateBy: T + 30, isAutomatic: false },
    ];
    expect(
      communicationOf(spoken({ updates: [updates], resolvedAt: T, postmortemAt: T + 60_000 }), T + 25),
    ).toMatchObject({
      promisesMet: 1,
      promisesMissed: 1,
      postmortemMs: 60_000,
    });
    expect(communicationOf(spoken({ resolvedAt: T, postmortemAt: T - 1 }), T).postmortemMs).toBeNull(); // it was opened again after its post-mortem
  });

  test('of a quarter has the median of times and the sum of announced updates', () => {
    const fast = [1, 9, 2].map((s) => spoken({ publicAt: T + s * 1_000 }));
    const other = spoken({ startedAt: Date.parse('2022-04-01T00:00:00Z'), detectedAt: null });
    expect(quarterlyCommunication([...fast, other], T)).toMatchObject([
      { year: 2022, quarter: 2, incidents: 1, firstUpdateMs: null },
      { year: 2022, quarter: 1, incidents: 3, firstUpdateMs: 2_000 },
    ]);
  });
});
