import { describe, expect, test } from 'vitest';
import { healthyFacts } from '#domain/test/alert-facts';
import type { AlertFacts, OpenAlert } from './alert.ts';
import {
  AGENT_SILENT_AFTER_MS,
  activeAlerts,
  CONTRADICTION_AFTER_MS,
  EVALUATED_BEHIND_MS,
  PROMISE_SOON_MS,
  QUEUE_AFTER_MS,
  RECONCILED_BEHIND_MS,
  WATERMARK_BEHIND_MS,
} from './alert-conditions.ts';

const NOW = Date.parse('2022-03-30T13:21:00Z');
const HEALTHY = healthyFacts(NOW);
const alertsFor = (facts: Partial<AlertFacts>, open: readonly OpenAlert[] = []) =>
  activeAlerts({ ...HEALTHY, ...facts }, open);
const outage = {
  slug: 'serving',
  name: 'Serving',
  incident: 'inc000000001',
  closed: null,
  level: 2,
  from: NOW - 60_000,
  to: null,
  isReturn: false,
  cooldownEndsAt: null,
} as const;
const serving = {
  slug: 'serving',
  name: 'Serving',
  status: 'major_outage',
  phase: 'steady',
  since: NOW - 60_000,
  stated: null,
  incident: null,
} as const;

describe('staff are alerted', () => {
  test('of nothing while everything is operational', () => {
    expect(alertsFor({ components: [{ ...serving, status: 'operational' }] })).toEqual([]);
  });

  test('of an outage that monitoring found, once per component, and more urgently when it is worse', () => {
    expect(alertsFor({ outages: [outage] })).toEqual([
      {
        key: 'outage serving',
        urgency: 2,
        incident: 'inc000000001',
        notifyAfterMs: 0,
        step: 0,
        about: {
          kind: 'outage',
          name: 'Serving',
          level: 2,
          from: NOW - 60_000,
          to: null,
          isReturn: false,
          closed: null,
          current: 'down',
        },
      },
    ]);
    expect(alertsFor({ outages: [{ ...outage, level: 3 }] })).toMatchObject([{ key: 'outage serving', urgency: 3 }]);
    expect(alertsFor({ outages: [outage, { ...outage, slug: 'analytics' }] })).toHaveLength(2);
    expect(alertsFor({ outages: [{ ...outage, to: NOW }] })).toEqual([]);
  });

  test('of an outage whose incident was closed', () => {
    expect(alertsFor({ outages: [{ ...outage, closed: 'resolved' }] })).toMatchObject([
      { key: 'outage serving', about: { closed: 'resolved' } },
    ]);
  });

  test('of a lasting contradiction between page and probes, most urgently in a major outage', () => {
    expect(alertsFor({ components: [serving] })).toMatchObject([
      {
        key: 'contradiction better serving',
        urgency: 3,
        incident: null,
        notifyAfterMs: CONTRADICTION_AFTER_MS,
        about: { of: 'unpublished', name: 'Serving' },
      },
    ]);
    expect(
      alertsFor({ components: [{ ...serving, status: 'partial_outage', incident: 'inc000000001' }] }),
    ).toMatchObject([{ urgency: 2, incident: 'inc000000001' }]);
    expect(alertsFor({ components: [{ ...serving, status: 'operational', stated: 'major_outage' }] })).toMatchObject([
      { key: 'contradiction worse serving', urgency: 2, about: { of: 'overstated' } },
    ]);
  });

  test('of a known contradiction until recovery is certain', () => {
    const recovering = { ...serving, phase: 'recovering' } as const;
    const [known] = alertsFor({ components: [serving] }).map((alert) => ({ ...alert, id: 1, cleared: null }));
    expect(alertsFor({ components: [recovering] })).toEqual([]);
    expect(alertsFor({ components: [recovering] }, [known as OpenAlert])).toMatchObject([
      { key: 'contradiction better serving' },
    ]);
  });

  test('of a promised update from ten minutes before it is due, and more urgently once it is overdue', () => {
    const promised = (ms: number) => alertsFor({ promises: [{ incident: 'inc000000001', title: 'T', by: NOW + ms }] });
    expect(promised(PROMISE_SOON_MS + 1)).toEqual([]);
    expect(promised(PROMISE_SOON_MS)).toMatchObject([{ urgency: 1, about: { isLapsed: false } }]);
    expect(promised(1)).toMatchObject([{ urgency: 1 }]);
    expect(promised(0)).toMatchObject([{ urgency: 2, about: { isLapsed: true } }]);
  });

  test('of an incident without a public update for 3, 6, 12 and 24 hours, then every day', () => {
    const after = (hours: number, ms = 0) =>
      alertsFor({
        troubles: [
          { incident: 'inc000000001', title: 'T', names: ['Serving'], lastUpdateAt: NOW - hours * 3_600_000 - ms },
        ],
      });
    expect(after(3, -1)).toEqual([]);
    expect(after(3)).toMatchObject([
      {
        key: `forgotten inc000000001 ${NOW - 3 * 3_600_000}`,
        urgency: 1,
        step: 3,
        about: { kind: 'forgotten', names: ['Serving'], hours: 3 },
      },
    ]);
    const steps = [5.9, 6, 11.9, 12, 23.9, 24, 47.9, 48, 71.9, 72].map((hours) => after(hours)[0]?.step);
    expect(steps).toEqual([3, 6, 6, 12, 12, 24, 24, 48, 48, 72]);
  });

  test('of an agent that is silent by the evaluated time, and of one whose clock is wrong', () => {
    const source = {
      id: 3,
      name: 'agent-a',
      contactAt: NOW,
      seenAt: NOW - 30_000,
      liveAt: NOW - 30_000,
      lagMs: 100,
      earlierLagMs: 100,
    };
    expect(alertsFor({ sources: [source] })).toMatchObject([
      {
        key: 'agent_silent 3',
        notifyAfterMs: AGENT_SILENT_AFTER_MS,
        about: { source: 'agent-a', seenAt: NOW - 30_000 },
      },
    ]);
    expect(alertsFor({ sources: [source], evaluatedUntil: NOW - 1 })).toEqual([]);
    expect(alertsFor({ sources: [{ ...source, lagMs: -7_000 }] })).toMatchObject([
      { key: 'agent_silent 3' },
      { key: 'clock 3', about: { aheadMs: 7_000 } },
    ]);
  });

  test('of a destination that alerts do not reach', () => {
    expect(alertsFor({ failingDestinations: [{ id: 4, name: 'Chat', isGone: true }] })).toMatchObject([
      { key: 'destination 4', urgency: 2, about: { kind: 'destination', destination: 4, name: 'Chat', isGone: true } },
    ]);
  });

  test('of a post-mortem from the day after its promise, and again each week', () => {
    const promised = (promisedOn: string) =>
      alertsFor({ postmortems: [{ incident: 'inc000000001', title: 'T', promisedOn }] }).map(({ step }) => step);
    expect(['2022-03-31', '2022-03-30', '2022-03-29', '2022-03-23', '2022-03-22'].map(promised)).toEqual([
      [],
      [],
      [1],
      [1],
      [8],
    ]);
    expect(
      alertsFor({ postmortems: [{ incident: 'inc000000001', title: 'T', promisedOn: '2022-03-28' }] }),
    ).toMatchObject([
      {
        key: 'postmortem inc000000001 2022-03-28',
        urgency: 1,
        incident: 'inc000000001',
        about: { kind: 'postmortem', days: 2 },
      },
    ]);
  });

  test('of notifications that the volume has paused, at once', () => {
    expect(alertsFor({ volumePausedAt: NOW - 5_000 })).toMatchObject([
      { key: `volume_pause ${NOW - 5_000}`, urgency: 3, notifyAfterMs: 0, about: { kind: 'volume_pause' } },
    ]);
  });

  test('of evaluation that is behind, once this process has watched it for as long', () => {
    const behind = (ms: number, watchedSince = 0) =>
      alertsFor({ evaluatedUntil: NOW - ms, watchedSince }).map(({ notifyAfterMs }) => notifyAfterMs);
    expect([behind(EVALUATED_BEHIND_MS), behind(EVALUATED_BEHIND_MS + 1)]).toEqual([[], [0]]);
    expect([behind(86_400_000, NOW), behind(86_400_000, NOW - 60_000)]).toEqual([
      [EVALUATED_BEHIND_MS],
      [EVALUATED_BEHIND_MS - 60_000],
    ]);
    expect(alertsFor({ evaluatedUntil: null })).toEqual([]);
  });

  test('of probes that wait to be stored, and of incidents that are not reconciled', () => {
    const stored = (ms: number) => alertsFor({ watermark: NOW - ms });
    expect(stored(WATERMARK_BEHIND_MS)).toEqual([]);
    expect(stored(WATERMARK_BEHIND_MS + 1)).toMatchObject([{ key: 'queue', notifyAfterMs: QUEUE_AFTER_MS }]);
    expect(alertsFor({ reconciledUntil: NOW - RECONCILED_BEHIND_MS })).toEqual([]);
    expect(alertsFor({ reconciledUntil: NOW - RECONCILED_BEHIND_MS - 1 })).toMatchObject([
      { key: 'automation', urgency: 3 },
    ]);
    expect(alertsFor({ reconciledUntil: NOW - 80_000, evaluatedUntil: NOW - 80_000 })).toEqual([]); // evaluation itself is behind
  });
});
