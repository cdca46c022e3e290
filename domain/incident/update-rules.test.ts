import { describe, expect, test } from 'vitest';
import type { IncidentState } from './incident.ts';
import type { IncidentBefore, MonitoredComponent, ResolvedInput, StaffFacts } from './update-input.ts';
import { isFailing, needsApproval, nextUpdateRefusal, timesRefusal, updateRefusal } from './update-rules.ts';

const NOW = 1_000;
const SERVING = 1;
const ANALYTICS = 2;
const OPERATIONAL = { componentId: ANALYTICS, status: 'operational' as const };
const incident = (change: Partial<IncidentBefore> = {}): IncidentBefore => ({
  state: 'identified',
  title: 'Slow answers',
  startedAt: 100,
  publicAt: 200,
  acknowledgedAt: 200,
  whatYouCanDo: null,
  monitoringAt: null,
  resolvedAt: null,
  stated: [{ componentId: SERVING, status: 'major_outage' }],
  ...change,
});
const input = (change: Partial<ResolvedInput> = {}): ResolvedInput => ({
  state: 'identified',
  title: 'Slow answers',
  audience: ['public'],
  notify: true,
  affected: [],
  nextUpdateBy: null,
  ...change,
});
const monitored = (
  componentId: number,
  name: string,
  status: MonitoredComponent['status'] = 'operational',
): MonitoredComponent => ({ componentId, component: name.toLowerCase(), name, status, since: 150 });
const facts = (change: Partial<StaffFacts> = {}): StaffFacts => ({
  monitored: [],
  updates: [{ state: 'investigating', occurredAt: 200 }],
  approval: { settings: [], stated: [], measured: 0 },
  ...change,
});
const refusal = (before: IncidentBefore, update: ResolvedInput, staff = facts()) =>
  updateRefusal(before, update, { now: NOW, staff });
const message = (before: IncidentBefore, update: ResolvedInput, staff = facts()) =>
  refusal(before, update, staff)?.message ?? null;

test('an update that breaks no rule is not refused', () => {
  expect(refusal(incident(), input({ state: 'monitoring', occurredAt: NOW, nextUpdateBy: NOW + 1 }))).toBeNull();
});

describe('the state', () => {
  test('postmortem can only follow resolved', () => {
    expect(refusal(incident(), input({ state: 'postmortem' }))).toEqual({
      code: 'invalid_input',
      message: 'state: postmortem can only follow resolved. This incident is identified.',
    });
    expect(refusal(incident({ state: 'resolved' }), input({ state: 'postmortem' }))).toBeNull();
  });

  test('of a resolved incident cannot be resolved again by a resolution', () => {
    const resolution = input({ state: 'resolved', mustBeOpen: true });
    expect(refusal(incident({ state: 'resolved' }), resolution)).toEqual({
      code: 'conflict',
      message: 'This incident is already resolved.',
    });
    expect(refusal(incident(), resolution)).toBeNull();
    expect(refusal(incident({ state: 'resolved' }), input({ state: 'resolved' }))).toBeNull();
  });
});

describe('an internal update', () => {
  const REFUSED = /^audience: an internal update cannot change/;
  test.each<[string, Partial<ResolvedInput>]>([
    ['state', { state: 'monitoring' }],
    ['title', { title: 'Other' }],
    ['components', { affected: [OPERATIONAL] }],
  ])('cannot change the %s of a public incident', (_, change) => {
    const internal = input({ audience: ['internal'], ...change });
    expect(message(incident(), internal)).toMatch(REFUSED);
    expect(message(incident({ publicAt: null }), internal)).toBeNull();
    expect(message(incident(), { ...internal, audience: ['public', 'internal'] })).toBeNull();
  });

  test('can add a text to a public incident', () => {
    expect(message(incident(), input({ audience: ['internal'] }))).toBeNull();
  });
});

describe('times', () => {
  test('the time of event must not be in the future', () => {
    expect(message(incident(), input({ occurredAt: NOW + 1 }))).toBe('occurredAt: must not be in the future.');
  });

  test('the next update must be in the future', () => {
    expect(message(incident(), input({ nextUpdateBy: NOW }))).toBe('nextUpdateBy: must be in the future.');
  });

  test('the time of event must not be before the start of the incident', () => {
    expect(message(incident(), input({ occurredAt: 99 }))).toMatch(/^occurredAt: must not be before the start/);
    expect(timesRefusal(100, 100, [])).toBeNull();
  });

  test('the end must not be before the previous change of state', () => {
    const early = input({ state: 'resolved', occurredAt: 150 });
    expect(message(incident(), early)).toMatch(/must not be before its previous change of state\.$/);
    expect(message(incident(), { ...early, occurredAt: 200 })).toBeNull();
  });
});

test('an internal update cannot say what readers can do', () => {
  const told = input({ whatYouCanDo: 'Use eu-west-1.' });
  expect(refusal(incident(), told)).toBeNull();
  expect(message(incident(), { ...told, audience: ['internal'] })).toBe(
    'whatYouCanDo: is for readers. Leave it out of an internal update, or make the update public.',
  );
  expect(refusal(incident(), input({ whatYouCanDo: null, audience: ['internal'] }))).toBeNull();
});

test('a text that names the time of the next update needs one', () => {
  expect(nextUpdateRefusal({ namesNextUpdate: true, nextUpdateBy: null })?.message).toMatch(
    /^body: \{\{next_update\}\}/,
  );
  expect(nextUpdateRefusal({ namesNextUpdate: true, nextUpdateBy: 5 })).toBeNull();
  expect(nextUpdateRefusal({ namesNextUpdate: false, nextUpdateBy: null })).toBeNull();
  expect(message(incident(), input({ namesNextUpdate: true }))).toMatch(/^body: /);
});

describe('approval', () => {
  const approval = { settings: ['major' as const], stated: [], measured: 3 as const };
  const code = (before: IncidentBefore, update: ResolvedInput) =>
    refusal(before, update, facts({ approval }))?.code ?? null;

  test('is needed for a further public update, not for the first one or an internal one', () => {
    expect(code(incident(), input())).toBe('approval_needed');
    expect(code(incident({ publicAt: null }), input())).toBeNull();
    expect(code(incident(), input({ audience: ['internal'] }))).toBeNull();
  });

  test('is needed to resolve what only monitoring has published, not to investigate it', () => {
    const unacknowledged = incident({ acknowledgedAt: null });
    expect(code(unacknowledged, input({ state: 'investigating' }))).toBeNull();
    expect(code(unacknowledged, input({ state: 'resolved' }))).toBe('approval_needed');
  });

  test('has been given where a draft is approved', () => {
    expect(code(incident(), input({ skips: ['approval'] }))).toBeNull();
  });

  test('follows the worst status that was stated, measured or is stated now', () => {
    const none = { settings: ['partial' as const], stated: [], measured: 0 as const };
    expect(needsApproval(none)).toBe(false);
    expect(needsApproval({ ...none, stated: ['partial_outage'] })).toBe(true);
    expect(needsApproval({ ...none, measured: 2 })).toBe(true);
    expect(needsApproval(none, [{ status: 'major_outage' }])).toBe(true);
    expect(needsApproval({ ...none, settings: ['none'], measured: 3 })).toBe(false);
  });
});

describe('a reason', () => {
  const serving = monitored(SERVING, 'Serving', 'major_outage');
  const analytics = monitored(ANALYTICS, 'Analytics', 'partial_outage');
  const staff = facts({ monitored: [serving, analytics] });

  test('is needed to end an incident while monitoring shows an outage of one of its components', () => {
    expect(refusal(incident(), input({ state: 'resolved' }), staff)).toEqual({
      code: 'reason_needed',
      message: 'reason: is required, because monitoring shows an outage of Serving.',
      probes: [serving],
    });
  });

  test('is needed to state that a component is operational, whether or not the incident ends', () => {
    const stated = input({ affected: [OPERATIONAL] });
    expect(refusal(incident(), stated, staff)).toMatchObject({ code: 'reason_needed', probes: [analytics] });
    const ending = refusal(incident(), { ...stated, state: 'resolved' as IncidentState }, staff);
    expect(ending).toMatchObject({
      message: expect.stringMatching(/Serving, Analytics\.$/),
      probes: [serving, analytics],
    });
  });

  test('is not needed without an outage, with a reason, or where it does not apply', () => {
    const slow = facts({ monitored: [monitored(SERVING, 'Serving', 'degraded_performance')] });
    const resolving = input({ state: 'resolved' });
    expect(refusal(incident(), resolving, slow)).toBeNull();
    expect(refusal(incident(), { ...resolving, reason: 'Checked by hand.' }, staff)).toBeNull();
    expect(refusal(incident(), { ...resolving, skips: ['reason'] }, staff)).toBeNull();
    expect(refusal(incident(), input(), staff)).toBeNull();
  });

  test('concerns partial and major outages only', () => {
    const statuses = ['operational', 'degraded_performance', 'partial_outage', 'major_outage', 'unknown'] as const;
    expect(statuses.map((status) => isFailing({ status }))).toEqual([false, false, true, true, false]);
  });
});
