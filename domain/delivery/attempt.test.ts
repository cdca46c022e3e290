import { expect, test } from 'vitest';
import { type Attempt, obstacleTo, outcomeOfStatus, verdictOf } from './attempt.ts';

const NOW = Date.parse('2022-03-30T13:20:00Z');
const attempt = (changes: Partial<Attempt>): Attempt => ({
  outcome: 'failed',
  isFinal: false,
  answer: null,
  retryAfterMs: null,
  ...changes,
});
const after = (tries: number, changes: Partial<Attempt>) =>
  verdictOf(attempt(changes), { tries, now: NOW, chance: 0.5 });

test.each([
  [200, 'sent'],
  [204, 'sent'],
  [301, 'redirected'],
  [400, 'refused'],
  [401, 'refused'],
  [410, 'gone'],
  [429, 'throttled'],
  [500, 'failed'],
  [502, 'throttled'],
  [503, 'failed'],
  [504, 'throttled'],
])('the status %d of an endpoint counts as %s', (status, outcome) => {
  expect(outcomeOfStatus(status)).toBe(outcome);
});

test('a failed try is followed by another one, the last one by none', () => {
  expect(after(1, {})).toEqual({ state: 'due', outcome: 'failed', dueAt: NOW + 5_000 });
  expect(after(1, { retryAfterMs: 9_000 })).toEqual({ state: 'due', outcome: 'failed', dueAt: NOW + 9_000 });
  expect(after(10, {})).toEqual({ state: 'dead', outcome: 'failed' });
});

test('a success and a final failure end a delivery', () => {
  expect(after(3, { outcome: 'sent' })).toEqual({ state: 'sent', outcome: 'sent' });
  expect(after(1, { outcome: 'gone', isFinal: true })).toEqual({ state: 'dead', outcome: 'gone' });
});

const active = { tries: 1, state: 'active', isSuppressed: false, isTooLate: false } as const;

test('only an active subscription that is not suppressed receives anything', () => {
  expect(obstacleTo(active)).toBeNull();
  expect(obstacleTo({ ...active, isSuppressed: true })).toEqual({ state: 'suppressed', outcome: 'suppressed' });
  expect(obstacleTo({ ...active, state: 'suppressed' })).toEqual({ state: 'suppressed', outcome: 'suppressed' });
  expect(obstacleTo({ ...active, state: 'ended' })).toEqual({ state: 'dropped', outcome: 'unsubscribed' });
  expect(obstacleTo({ ...active, state: 'ended', isSuppressed: true })).toEqual({
    state: 'dropped',
    outcome: 'unsubscribed',
  });
  expect(obstacleTo({ ...active, state: 'unconfirmed' })).toEqual({ state: 'dropped', outcome: 'unsubscribed' });
  expect(obstacleTo({ ...active, state: 'disabled' })).toEqual({ state: 'dead', outcome: 'gone' });
  expect(obstacleTo({ ...active, state: 'quarantined' })).toEqual({ state: 'dead', outcome: 'failed' });
});

test('a delivery whose last try left no result is lost', () => {
  expect(obstacleTo({ ...active, tries: 10 })).toBeNull();
  expect(obstacleTo({ ...active, tries: 11 })).toEqual({ state: 'dead', outcome: 'lost' });
});

test('a delivery that is too late is dropped; an ended subscription is the reason that counts first', () => {
  const late = { ...active, isTooLate: true };
  expect(obstacleTo(late)).toEqual({ state: 'dropped', outcome: 'too_old' });
  expect(obstacleTo({ ...late, state: 'ended' })).toEqual({ state: 'dropped', outcome: 'unsubscribed' });
});
