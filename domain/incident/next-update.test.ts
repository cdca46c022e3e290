import { expect, test } from 'vitest';
import type { IncidentState } from './incident.ts';
import { announcementStates, nextUpdateDue } from './next-update.ts';

const update = (publishedAt: number, nextUpdateBy: number | null = null, state: IncidentState = 'identified') => ({
  state,
  publishedAt,
  nextUpdateBy,
  isAutomatic: false,
});
const automatic = (publishedAt: number, state: IncidentState = 'identified') => ({
  ...update(publishedAt, null, state),
  isAutomatic: true,
});

test('an announcement is met by the next update, up to the exact time', () => {
  expect(announcementStates([update(0, 30), update(30, 60), update(61)], 100)).toEqual(['met', 'missed', null]);
});

test('the announcement of the newest update is due, then missed', () => {
  expect([30, 31].map((now) => announcementStates([update(0, 30)], now))).toEqual([['due'], ['missed']]);
  expect(announcementStates([update(0)], 100)).toEqual([null]);
});

test('the newest update decides when the next is due, in whatever order updates are listed', () => {
  expect(nextUpdateDue([update(5, 50), update(0, 30)])).toBe(50);
  expect(nextUpdateDue([update(5), update(0, 30)])).toBeNull();
  expect(nextUpdateDue([])).toBeNull();
});

test.each(['resolved', 'postmortem'] as const)('an update that sets %s announces no further update', (state) => {
  expect(announcementStates([update(0, 30), update(10, 60, state)], 100)).toEqual(['met', null]);
  expect(nextUpdateDue([update(0, 30), update(10, 60, state)])).toBeNull();
});

test('an automatic update neither keeps nor cancels an announcement, unless it ends the incident', () => {
  expect(announcementStates([update(0, 30), automatic(10)], 31)).toEqual(['missed', null]);
  expect(announcementStates([update(0, 30), automatic(10), update(20)], 31)).toEqual(['met', null, null]);
  expect(nextUpdateDue([update(0, 30), automatic(10)])).toBe(30);
  expect(announcementStates([update(0, 30), automatic(10, 'resolved')], 31)).toEqual(['met', null]);
  expect(nextUpdateDue([update(0, 30), automatic(10, 'resolved')])).toBeNull();
});
