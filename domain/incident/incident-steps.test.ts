import { expect, test } from 'vitest';
import type { IncidentState } from './incident.ts';
import { incidentSteps } from './incident-steps.ts';

/** Returns updates that set these states at 1, 2, 3 …, newest first. */
const updates = (...states: IncidentState[]) => states.map((state, i) => ({ state, occurredAt: i + 1 })).reverse();
const timesOf = (state: IncidentState, ...states: IncidentState[]) => {
  const { steps, current } = incidentSteps(state, updates(...states));
  return [steps.map(({ at }) => at), current];
};

test('each step has the time at which its state was entered, not that of later updates in it', () => {
  expect(timesOf('identified', 'detected', 'investigating', 'investigating', 'identified', 'identified')).toEqual([
    [1, 2, 4, null, null],
    2,
  ]);
});

test('a step that was skipped has no time', () => {
  expect(timesOf('resolved', 'investigating', 'resolved')).toEqual([[null, 1, null, null, 2], 4]);
});

test('after a move backwards the current step is the earlier one, with the time of its last entry', () => {
  expect(timesOf('investigating', 'detected', 'investigating', 'monitoring', 'investigating')).toEqual([
    [1, 4, null, 3, null],
    1,
  ]);
});

test('an incident with a post-mortem is resolved since it was resolved', () => {
  expect(timesOf('postmortem', 'investigating', 'resolved', 'postmortem')).toEqual([[null, 1, null, null, 2], 4]);
});
