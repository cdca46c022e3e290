import { describe, expect, test } from 'vitest';
import { communicationOf, quarterlyCommunication, type Spoken } from './communication.ts';

const T = Date.parse('2022-03-30T13:20:30Z');
const spoken = (change: Partial<Spoken> = {}): Spoken => ({
  startedAt: T - 30_000,
  detectedAt: T,
  wasThere: false,
  publicAt: T + 1_000,
  resolvedAt: null,
  postmortemAt: null,
  words: [[{ state: 'identified', publishedAt: T + 1_000, nextUpdateBy: null, isAutomatic: false }]],
  ...change,
});

describe('communication', () => {
  test('is measured from detection to the first word; who spoke before monitoring was sure took no time', () => {
    expect(communicationOf(spoken(), T)).toEqual({
      firstUpdateMs: 1_000,
      promisesKept: 0,
      promisesMissed: 0,
      postmortemMs: null,
    });
    expect(communicationOf(spoken({ publicAt: T - 5_000 }), T).firstUpdateMs).toBe(0);
    expect(communicationOf(spoken({ detectedAt: null }), T).firstUpdateMs).toBeNull();
  });

  test('of what was there before incidents were kept has no first word: it is neither late nor quick', () => {
    expect(
      communicationOf(spoken({ wasThere: true, publicAt: T + 86_400_000, resolvedAt: T, postmortemAt: T + 1 }), T),
    ).toMatchObject({
      firstUpdateMs: null,
      postmortemMs: 1,
    });
    const all = [spoken({ wasThere: true, publicAt: T + 86_400_000 }), spoken()];
    expect(quarterlyCommunication(all, T)).toMatchObject([{ incidents: 2, firstUpdateMs: 1_000 }]);
  });

  test('a promise is kept in the incident in which it was made, not by a word of one that went on in it', () => {
    const word = (publishedAt: number, nextUpdateBy: number | null) => ({
      state: 'identified' as const,
      publishedAt,
      nextUpdateBy,
      isAutomatic: false,
    });
    const [promised, elsewhere] = [word(T, T + 10), word(T + 5, null)];
    expect(communicationOf(spoken({ words: [[promised], [elsewhere]] }), T + 25)).toMatchObject({
      promisesKept: 0,
      promisesMissed: 1,
    });
    expect(communicationOf(spoken({ words: [[promised, elsewhere]] }), T + 25)).toMatchObject({
      promisesKept: 1,
      promisesMissed: 0,
    });
  });

  test('counts promises, and the time from the end to the post-mortem', () => {
    const words = [
      { state: 'identified' as const, publishedAt: T, nextUpdateBy: T + 10, isAutomatic: false },
      { state: 'identified' as const, publishedAt: T + 10, nextUpdateBy: T + 20, isAutomatic: false },
      { state: 'identified' as const, publishedAt: T + 21, nextUpdateBy: T + 30, isAutomatic: false },
    ];
    expect(communicationOf(spoken({ words: [words], resolvedAt: T, postmortemAt: T + 60_000 }), T + 25)).toMatchObject({
      promisesKept: 1,
      promisesMissed: 1,
      postmortemMs: 60_000,
    });
    expect(communicationOf(spoken({ resolvedAt: T, postmortemAt: T - 1 }), T).postmortemMs).toBeNull(); // it was opened again after its post-mortem
  });

  test('of a quarter is a median of times that were taken, and a sum of promises', () => {
    const fast = [1, 9, 2].map((s) => spoken({ publicAt: T + s * 1_000 }));
    const other = spoken({ startedAt: Date.parse('2022-04-01T00:00:00Z'), detectedAt: null });
    expect(quarterlyCommunication([...fast, other], T)).toMatchObject([
      { year: 2022, quarter: 2, incidents: 1, firstUpdateMs: null },
      { year: 2022, quarter: 1, incidents: 3, firstUpdateMs: 2_000 },
    ]);
  });
});
