import { describe, expect, test } from 'vitest';
import { BURST_MS_MAX, BURST_QUIET_MS, burstDueAt, joinsBurst, type LastNews } from './burst.ts';

/** Plays news at these seconds after the first; returns of each notification when it is due and how much news it holds. */
function play(seconds: readonly number[]): [due: number, count: number][] {
  const sent: { publishedAt: number; notifyAt: number; count: number }[] = [];
  for (const now of seconds.map((s) => s * 1_000)) {
    const last = sent.at(-1);
    if (last && joinsBurst({ ...last, isChanged: false, isNewest: true, isRestated: false }, { isMove: false }, now)) {
      last.notifyAt = burstDueAt(last.publishedAt, now);
      last.count++;
    } else sent.push({ publishedAt: now, notifyAt: burstDueAt(now, now), count: 1 });
  }
  return sent.map(({ notifyAt, count }) => [notifyAt / 1_000, count]);
}

describe('a burst of automatic news', () => {
  // Spreading failures as public incident reports describe them: minutes after one cause several services fail one after the other. Alertmanager's documentation
  // of group_wait and group_interval describes the same joining: https://prometheus.io/docs/alerting/latest/configuration/#route
  test.each([
    ['four within eight seconds are one', [0, 3, 6, 8], [[28, 4]]],
    ['one alone is due after the quiet time', [0], [[20, 1]]],
    ['all at one instant are one', [0, 0, 0], [[20, 3]]],
    ['what comes just before it is due joins', [0, 19.999], [[39.999, 2]]],
    [
      'what comes when it is due is news of its own',
      [0, 20],
      [
        [20, 1],
        [40, 1],
      ],
    ],
    [
      'a steady trickle is due a minute after its first, and the next begins anew',
      [0, 15, 30, 45, 59, 60, 70],
      [
        [60, 5],
        [90, 2],
      ],
    ],
    [
      'what is far apart stays apart',
      [0, 2_160],
      [
        [20, 1],
        [2_180, 1],
      ],
    ],
  ])('%s', (_, seconds, expected) => {
    expect(play(seconds)).toEqual(expected);
  });

  test('is never due before its last news, nor later than a minute after its first', () => {
    for (let gap = 0; gap < 20; gap++)
      for (const [due, count] of play(Array.from({ length: 30 }, (_, i) => i * gap))) {
        expect(due).toBeGreaterThan(0);
        expect(count * gap).toBeLessThanOrEqual(BURST_MS_MAX / 1_000 + gap);
      }
    expect(burstDueAt(0, 59_999)).toBe(BURST_MS_MAX);
    expect(burstDueAt(5, 5)).toBe(5 + BURST_QUIET_MS);
  });

  const last: LastNews = { publishedAt: 0, notifyAt: 20_000, isChanged: false, isNewest: true, isRestated: false };
  test('does not write over what a person changed, and takes up nothing that notifies nobody', () => {
    expect(joinsBurst(last, { isMove: true }, 1)).toBe(true);
    expect(joinsBurst({ ...last, isChanged: true }, { isMove: false }, 1)).toBe(false);
    expect(joinsBurst({ ...last, notifyAt: null }, { isMove: false }, 1)).toBe(false);
  });

  test('begins anew where the clock was ahead when the last was published, and was set back since', () => {
    expect(joinsBurst({ ...last, publishedAt: 3_600_000, notifyAt: 3_620_000 }, { isMove: false }, 1)).toBe(false);
  });

  test('goes on where a person posted in between, but does not move the incident behind that', () => {
    expect(joinsBurst({ ...last, isNewest: false }, { isMove: false }, 1)).toBe(true);
    expect(joinsBurst({ ...last, isNewest: false }, { isMove: true }, 1)).toBe(false);
  });

  test('ends where a person states a component of it', () => {
    expect(joinsBurst({ ...last, isNewest: false, isRestated: true }, { isMove: false }, 1)).toBe(false);
  });
});
