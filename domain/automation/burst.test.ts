import { describe, expect, test } from 'vitest';
import { BURST_MS_MAX, BURST_WAIT_MS, burstDueAt, joinsBurst, type LastUpdate } from './burst.ts';

/** Plays reports at these seconds after the first. Returns when each notification is due and how many reports it covers. */
function play(seconds: readonly number[]): [due: number, count: number][] {
  const sent: { publishedAt: number; dueAt: number; count: number }[] = [];
  for (const now of seconds.map((s) => s * 1_000)) {
    const last = sent.at(-1);
    if (last && joinsBurst({ ...last, isChanged: false, isNewest: true, isRestated: false }, { isMove: false }, now)) {
      last.dueAt = burstDueAt(last.publishedAt, now);
      last.count++;
    } else sent.push({ publishedAt: now, dueAt: burstDueAt(now, now), count: 1 });
  }
  return sent.map(({ dueAt, count }) => [dueAt / 1_000, count]);
}

describe('a burst of automatic reports', () => {
  // Public incident reports describe spreading failures: after one cause, several services fail one after the other within minutes. Alertmanager's documentation
  // of group_wait and group_interval describes the same joining: https://prometheus.io/docs/alerting/latest/configuration/#route
  test.each([
    ['four within eight seconds are one', [0, 3, 6, 8], [[28, 4]]],
    ['a single report is due after the quiet time', [0], [[20, 1]]],
    ['reports at the same instant are one', [0, 0, 0], [[20, 3]]],
    ['a report just before the notification is due joins', [0, 19.999], [[39.999, 2]]],
    [
      'a report when the notification is due starts a new burst',
      [0, 20],
      [
        [20, 1],
        [40, 1],
      ],
    ],
    [
      'steady reports are due a minute after the first, then a new burst starts',
      [0, 15, 30, 45, 59, 60, 70],
      [
        [60, 5],
        [90, 2],
      ],
    ],
    [
      'reports far apart are separate',
      [0, 2_160],
      [
        [20, 1],
        [2_180, 1],
      ],
    ],
  ])('%s', (_, seconds, expected) => {
    expect(play(seconds)).toEqual(expected);
  });

  test('is never due before its last report, or later than a minute after its first', () => {
    for (let gap = 0; gap < 20; gap++)
      for (const [due, count] of play(Array.from({ length: 30 }, (_, i) => i * gap))) {
        expect(due).toBeGreaterThan(0);
        expect(count * gap).toBeLessThanOrEqual(BURST_MS_MAX / 1_000 + gap);
      }
    expect(burstDueAt(0, 59_999)).toBe(BURST_MS_MAX);
    expect(burstDueAt(5, 5)).toBe(5 + BURST_WAIT_MS);
  });

  const last: LastUpdate = { publishedAt: 0, dueAt: 20_000, isChanged: false, isNewest: true, isRestated: false };
  test('does not overwrite the text of a person, and does not join an update that sends no notification', () => {
    expect(joinsBurst(last, { isMove: true }, 1)).toBe(true);
    expect(joinsBurst({ ...last, isChanged: true }, { isMove: false }, 1)).toBe(false);
    expect(joinsBurst({ ...last, dueAt: null }, { isMove: false }, 1)).toBe(false);
  });

  test('starts again if the clock ran ahead at the last publication and was set back', () => {
    expect(joinsBurst({ ...last, publishedAt: 3_600_000, dueAt: 3_620_000 }, { isMove: false }, 1)).toBe(false);
  });

  test('continues after an update of a person, but not with a change of state', () => {
    expect(joinsBurst({ ...last, isNewest: false }, { isMove: false }, 1)).toBe(true);
    expect(joinsBurst({ ...last, isNewest: false }, { isMove: true }, 1)).toBe(false);
  });

  test('ends when a person states the status of one of its components', () => {
    expect(joinsBurst({ ...last, isNewest: false, isRestated: true }, { isMove: false }, 1)).toBe(false);
  });
});
