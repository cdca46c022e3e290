import { expect, test } from 'vitest';
import { headlineUpdates } from './headline-updates.ts';
import type { IncidentState } from './incident.ts';

type Change = { editedAt?: number; retractedAt?: number; publishedAt?: number };
const text = (id: string, isAutomatic: boolean, state: IncidentState, at: number, change: Change = {}) => ({
  id,
  isAutomatic,
  state,
  publishedAt: at,
  editedAt: null,
  retractedAt: null,
  ...change,
});
const staff = (id: string, state: IncidentState, at: number, change?: Change) => text(id, false, state, at, change);
const auto = (id: string, state: IncidentState, at: number, change?: Change) => text(id, true, state, at, change);

test.each([
  ['monitoring, if staff have not posted', [auto('b', 'detected', 2), auto('a', 'detected', 1)], ['b']],
  ['staff, if nothing is newer', [staff('b', 'identified', 2), auto('a', 'detected', 1)], ['b']],
  [
    'staff above a later report',
    [auto('c', 'monitoring', 3), staff('b', 'identified', 2), auto('a', 'detected', 1)],
    ['b', 'c'],
  ],
  [
    'staff above four reports',
    [6, 5, 4, 3].map((at) => auto(`m${at}`, 'investigating', at)).concat(staff('s', 'investigating', 2)),
    ['s', 'm6'],
  ],
  [
    'staff above a report that was revised after their update',
    [staff('b', 'identified', 2), auto('a', 'detected', 1, { editedAt: 3 })],
    ['b', 'a'],
  ],
  [
    'staff above a report of an earlier event that was published later',
    [staff('b', 'identified', 2), auto('a', 'detected', 4)],
    ['b', 'a'],
  ],
  [
    'no text that was retracted',
    [
      auto('c', 'detected', 3, { retractedAt: 4 }),
      staff('b', 'identified', 2, { retractedAt: 4 }),
      staff('a', 'investigating', 1),
    ],
    ['a'],
  ],
  [
    'a new failure above what staff posted about the recovery',
    [auto('c', 'detected', 3), staff('b', 'monitoring', 2)],
    ['c', 'b'],
  ],
  [
    'no text from before it was reopened',
    [auto('c', 'detected', 3), staff('b', 'resolved', 2), staff('a', 'identified', 1)],
    ['c'],
  ],
  [
    'no text from before a post-mortem',
    [auto('d', 'detected', 4), staff('c', 'postmortem', 3), staff('b', 'resolved', 2), staff('a', 'identified', 1)],
    ['d'],
  ],
  [
    'no text from before, where the one that resolved it was retracted',
    [auto('c', 'detected', 3), staff('b', 'resolved', 2, { retractedAt: 4 }), staff('a', 'identified', 1)],
    ['c'],
  ],
  [
    'no text from before, where monitoring resolved it',
    [auto('c', 'detected', 3), auto('b', 'resolved', 2), staff('a', 'identified', 1)],
    ['c'],
  ],
  [
    'no text from before, where the failure began before it was resolved',
    [staff('b', 'resolved', 2), auto('c', 'detected', 3), staff('a', 'identified', 1)],
    ['c'],
  ],
  [
    'what staff posted since it was reopened',
    [auto('d', 'monitoring', 5), staff('c', 'investigating', 4), staff('b', 'resolved', 2)],
    ['c', 'd'],
  ],
  [
    'nothing, if all updates are from before the reopening',
    [staff('b', 'resolved', 2), staff('a', 'identified', 1)],
    [],
  ],
  ['nothing', [], []],
])('the home page shows %s', (_, updates, expected) => {
  expect(headlineUpdates(updates).map(({ id }) => id)).toEqual(expected);
});
