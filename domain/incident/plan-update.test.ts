import { describe, expect, test } from 'vitest';
import type { IncidentState } from './incident.ts';
import { planUpdate } from './plan-update.ts';
import type { IncidentBefore, StaffFacts, UpdateInput } from './update-input.ts';

const NOW = 1_000;
const SERVING = 1;
const ANALYTICS = 2;
const PUBLIC = ['public', 'internal'] as const;
const before = (change: Partial<IncidentBefore> = {}): IncidentBefore => ({
  state: 'investigating',
  title: 'Serving: major outage',
  startedAt: 100,
  publicAt: 200,
  acknowledgedAt: 200,
  whatYouCanDo: null,
  monitoringAt: null,
  resolvedAt: null,
  stated: [{ componentId: SERVING, status: 'major_outage' }],
  ...change,
});
const monitored = (componentId: number, status: StaffFacts['monitored'][number]['status'] = 'operational') => ({
  componentId,
  component: componentId === SERVING ? 'serving' : 'analytics',
  name: componentId === SERVING ? 'Serving' : 'Analytics',
  status,
  since: 150,
});
const staffFacts = (change: Partial<StaffFacts> = {}): StaffFacts => ({
  monitored: [monitored(SERVING), monitored(ANALYTICS)],
  updates: [{ state: 'investigating', occurredAt: 200 }],
  approval: { settings: [], stated: [], measured: 0 },
  ...change,
});
const update = (change: Partial<UpdateInput> = {}): UpdateInput => ({ audience: PUBLIC, notify: true, ...change });
const outcome = (incident: IncidentBefore, input: UpdateInput, staff: StaffFacts | null = staffFacts()) =>
  planUpdate(incident, input, { now: NOW, staff });
/** The plan of an update; fails where it is refused. */
function planned(incident: IncidentBefore, input: UpdateInput, staff: StaffFacts | null = staffFacts()) {
  const plan = outcome(incident, input, staff);
  if ('refusal' in plan) throw new Error(plan.refusal.message);
  return plan;
}

describe('the incident', () => {
  test('keeps its state, title, times and components where the update changes none', () => {
    const plan = planned(before(), update());
    expect(plan).toEqual({
      patch: {
        state: 'investigating',
        title: 'Serving: major outage',
        monitoringAt: null,
        resolvedAt: null,
        updatedAt: NOW,
        publicAt: 200,
        publicUpdatedAt: NOW,
      },
      update: { state: 'investigating', audience: PUBLIC, occurredAt: NOW, nextUpdateBy: null, whatYouCanDo: null },
      impacts: [],
      notifies: true,
    });
  });

  test('moves now, or at the time of the evaluation that automation gives', () => {
    expect(planned(before(), update({ state: 'identified' })).patch).toMatchObject({
      state: 'identified',
      movedAt: NOW,
    });
    const input = update({ state: 'monitoring', movedAt: 900, affected: [] });
    expect(planned(before(), input, null).patch).toMatchObject({ movedAt: 900, monitoringAt: NOW });
    expect(planned(before(), update({ movedAt: 900 }), null).patch).not.toHaveProperty('movedAt');
  });

  test('is resolved at the time of the event, and open again without an end', () => {
    expect(planned(before(), update({ state: 'resolved', occurredAt: 800 })).patch.resolvedAt).toBe(800);
    const resolved = before({ state: 'resolved', resolvedAt: 800 });
    expect(planned(resolved, update({ state: 'identified' })).patch.resolvedAt).toBeNull();
  });

  test('becomes public with its first public update, and only with that', () => {
    const internal = before({ publicAt: null });
    expect(planned(internal, update()).patch).toMatchObject({ publicAt: NOW, publicUpdatedAt: NOW });
    const { patch } = planned(internal, update({ audience: ['internal'] }));
    expect(patch).not.toHaveProperty('publicAt');
    expect(patch).not.toHaveProperty('publicUpdatedAt');
  });

  test('is acknowledged by the first public update of a person, not by automation or an internal update', () => {
    const unacknowledged = before({ acknowledgedAt: null });
    expect(planned(unacknowledged, update()).patch.acknowledgedAt).toBe(NOW);
    expect(planned(unacknowledged, update({ affected: [] }), null).patch).not.toHaveProperty('acknowledgedAt');
    expect(planned(unacknowledged, update({ audience: ['internal'] })).patch).not.toHaveProperty('acknowledgedAt');
    expect(planned(before(), update()).patch).not.toHaveProperty('acknowledgedAt');
  });
});

describe('components', () => {
  test('change from the status that the incident stated before', () => {
    const affected = [
      { componentId: SERVING, status: 'degraded_performance' as const },
      { componentId: ANALYTICS, status: 'partial_outage' as const },
    ];
    expect(planned(before(), update({ affected })).impacts).toEqual([
      { componentId: SERVING, oldStatus: 'major_outage', newStatus: 'degraded_performance' },
      { componentId: ANALYTICS, oldStatus: 'operational', newStatus: 'partial_outage' },
    ]);
  });

  test('change from operational in the first public update, because readers have seen no other status', () => {
    const affected = [{ componentId: SERVING, status: 'partial_outage' as const }];
    expect(planned(before({ publicAt: null }), update({ affected })).impacts).toEqual([
      { componentId: SERVING, oldStatus: 'operational', newStatus: 'partial_outage' },
    ]);
  });

  test('take the status that monitoring shows where the incident ends and the update names none', () => {
    const stated = [SERVING, ANALYTICS, 3].map((componentId) => ({ componentId, status: 'major_outage' as const }));
    const staff = staffFacts({
      monitored: [
        monitored(SERVING, 'degraded_performance'),
        monitored(ANALYTICS, 'unknown'),
        monitored(3),
        monitored(4, 'degraded_performance'),
      ],
    });
    const { impacts } = planned(before({ stated }), update({ state: 'resolved' }), staff);
    expect(impacts.map(({ componentId, newStatus }) => [componentId, newStatus])).toEqual([
      [SERVING, 'degraded_performance'],
      [ANALYTICS, 'operational'],
      [3, 'operational'],
    ]);
  });

  test('stay as they are where the update names none and does not end the incident', () => {
    const resolved = before({ state: 'resolved', resolvedAt: 800 });
    expect(planned(resolved, update({ state: 'postmortem' })).impacts).toEqual([]);
    expect(planned(before(), update({ state: 'resolved', affected: [] })).impacts).toEqual([]);
  });
});

describe('the update', () => {
  test('notifies subscribers only if it is public and asks for it', () => {
    const cases = [update(), update({ notify: false }), update({ audience: ['internal'] })];
    expect(cases.map((input) => planned(before(), input).notifies)).toEqual([true, false, false]);
  });

  test.each<[IncidentState, number | null]>([
    ['monitoring', 2_000],
    ['resolved', null],
  ])('that sets %s announces the next update by %s', (state, nextUpdateBy) => {
    const plan = planned(before(), update({ state, nextUpdateBy: 2_000 }));
    expect(plan.update.nextUpdateBy).toBe(nextUpdateBy);
  });

  test('of automation is never refused, and its time of event is never in the future', () => {
    const staff = staffFacts({ approval: { settings: ['partial'], stated: ['major_outage'], measured: 3 } });
    const input = update({ state: 'resolved', occurredAt: NOW + 1, affected: [] });
    expect(outcome(before(), input, staff)).toHaveProperty('refusal');
    expect(planned(before(), input, null).update.occurredAt).toBe(NOW);
  });
});
