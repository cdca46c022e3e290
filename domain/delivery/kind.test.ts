import { expect, test } from 'vitest';
import { INCIDENT_STATES, type IncidentState } from '#domain/incident/incident';
import { kindOfRevision, kindOfUpdate } from './kind.ts';

const seen = (state: IncidentState) => ({ publicAt: 1, state });

test('the first public update opens the incident for readers, in any state', () => {
  for (const before of INCIDENT_STATES)
    for (const after of INCIDENT_STATES) expect(kindOfUpdate({ publicAt: null, state: before }, after)).toBe('opened');
});

test.each([
  ['investigating', 'identified', 'updated'],
  ['monitoring', 'investigating', 'updated'],
  ['identified', 'identified', 'updated'],
  ['detected', 'resolved', 'resolved'],
  ['resolved', 'resolved', 'updated'],
  ['resolved', 'detected', 'reopened'],
  ['postmortem', 'investigating', 'reopened'],
  ['resolved', 'postmortem', 'postmortem'],
  ['postmortem', 'postmortem', 'updated'],
  ['postmortem', 'resolved', 'updated'],
] as const)('a public update from %s to %s is %s', (before, after, kind) => {
  expect(kindOfUpdate(seen(before), after)).toBe(kind);
});

test('a revised event keeps its kind unless the revision is more than an update', () => {
  expect(kindOfRevision('reopened', 'updated')).toBe('reopened');
  expect(kindOfRevision('updated', 'resolved')).toBe('resolved');
  expect(kindOfRevision('reopened', 'resolved')).toBe('resolved');
});
