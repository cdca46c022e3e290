import { describe, expect, test } from 'vitest';
import { calmFacts } from '#domain/test/alert-facts';
import type { AlertFacts, OpenAlert } from './alert.ts';
import {
  AGENT_SILENT_AFTER_MS,
  alertsOn,
  CONTRADICTION_AFTER_MS,
  EVALUATED_BEHIND_MS,
  PROMISE_SOON_MS,
  QUEUE_AFTER_MS,
  RECONCILED_BEHIND_MS,
  WATERMARK_BEHIND_MS,
} from './alert-conditions.ts';

const NOW = Date.parse('2022-03-30T13:21:00Z');
const NOTHING = calmFacts(NOW);
const on = (facts: Partial<AlertFacts>, open: readonly OpenAlert[] = []) => alertsOn({ ...NOTHING, ...facts }, open);
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

describe('what staff are alerted of', () => {
  test('is nothing while all is well', () => {
    expect(on({ components: [{ ...serving, status: 'operational' }] })).toEqual([]);
  });

  test('is an outage that monitoring found, once a component, and more urgent when it is worse', () => {
    expect(on({ outages: [outage] })).toEqual([
      {
        key: 'outage serving',
        urgency: 2,
        incident: 'inc000000001',
        holdMs: 0,
        step: 0,
        about: {
          kind: 'outage',
          name: 'Serving',
          level: 2,
          from: NOW - 60_000,
          to: null,
          isReturn: false,
          closed: null,
          seen: 'down',
        },
      },
    ]);
    expect(on({ outages: [{ ...outage, level: 3 }] })).toMatchObject([{ key: 'outage serving', urgency: 3 }]);
    expect(on({ outages: [outage, { ...outage, slug: 'analytics' }] })).toHaveLength(2);
    expect(on({ outages: [{ ...outage, to: NOW }] })).toEqual([]);
  });

  test('is an outage also where its incident was closed', () => {
    expect(on({ outages: [{ ...outage, closed: 'resolved' }] })).toMatchObject([
      { key: 'outage serving', about: { closed: 'resolved' } },
    ]);
  });

  test('is a contradiction between page and probes, when it lasts, most urgent where probes see the worst', () => {
    expect(on({ components: [serving] })).toMatchObject([
      {
        key: 'contradiction better serving',
        urgency: 3,
        incident: null,
        holdMs: CONTRADICTION_AFTER_MS,
        about: { of: 'untold', name: 'Serving' },
      },
    ]);
    expect(on({ components: [{ ...serving, status: 'partial_outage', incident: 'inc000000001' }] })).toMatchObject([
      { urgency: 2, incident: 'inc000000001' },
    ]);
    expect(on({ components: [{ ...serving, status: 'operational', stated: 'major_outage' }] })).toMatchObject([
      { key: 'contradiction worse serving', urgency: 2, about: { of: 'overstated' } },
    ]);
  });

  test('is a contradiction that is known for as long as it is not sure that trouble is over', () => {
    const recovering = { ...serving, phase: 'recovering' } as const;
    const [known] = on({ components: [serving] }).map((alert) => ({ ...alert, id: 1, gone: null }));
    expect(on({ components: [recovering] })).toEqual([]);
    expect(on({ components: [recovering] }, [known as OpenAlert])).toMatchObject([
      { key: 'contradiction better serving' },
    ]);
  });

  test('is a promise from ten minutes before it lapses on, and more urgently from when it has', () => {
    const promised = (ms: number) => on({ promises: [{ incident: 'inc000000001', title: 'T', by: NOW + ms }] });
    expect(promised(PROMISE_SOON_MS + 1)).toEqual([]);
    expect(promised(PROMISE_SOON_MS)).toMatchObject([{ urgency: 1, about: { isLapsed: false } }]);
    expect(promised(1)).toMatchObject([{ urgency: 1 }]);
    expect(promised(0)).toMatchObject([{ urgency: 2, about: { isLapsed: true } }]);
  });

  test('is trouble that readers see and nobody says more of, at 3, 6, 12 and 24 hours, then every day', () => {
    const after = (hours: number, ms = 0) =>
      on({
        troubles: [{ incident: 'inc000000001', title: 'T', names: ['Serving'], saidAt: NOW - hours * 3_600_000 - ms }],
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

  test('is an agent that has gone blind, by the time that is evaluated, and one whose clock is wrong', () => {
    const source = {
      id: 3,
      name: 'agent-a',
      contactAt: NOW,
      seenAt: NOW - 30_000,
      liveAt: NOW - 30_000,
      lagMs: 100,
      earlierLagMs: 100,
    };
    expect(on({ sources: [source] })).toMatchObject([
      { key: 'blind 3', holdMs: AGENT_SILENT_AFTER_MS, about: { source: 'agent-a', seenAt: NOW - 30_000 } },
    ]);
    expect(on({ sources: [source], evaluatedUntil: NOW - 1 })).toEqual([]);
    expect(on({ sources: [{ ...source, lagMs: -7_000 }] })).toMatchObject([
      { key: 'blind 3' },
      { key: 'clock 3', about: { aheadMs: 7_000 } },
    ]);
  });

  test('is a destination that alerts do not reach', () => {
    expect(on({ failingDestinations: [{ id: 4, name: 'Chat', isGone: true }] })).toMatchObject([
      { key: 'destination 4', urgency: 2, about: { kind: 'destination', destination: 4, name: 'Chat', isGone: true } },
    ]);
  });

  test('is evaluation that falls behind, once somebody has watched it for as long', () => {
    const behind = (ms: number, watchedSince = 0) =>
      on({ evaluatedUntil: NOW - ms, watchedSince }).map(({ holdMs }) => holdMs);
    expect([behind(EVALUATED_BEHIND_MS), behind(EVALUATED_BEHIND_MS + 1)]).toEqual([[], [0]]);
    expect([behind(86_400_000, NOW), behind(86_400_000, NOW - 60_000)]).toEqual([
      [EVALUATED_BEHIND_MS],
      [EVALUATED_BEHIND_MS - 60_000],
    ]);
    expect(on({ evaluatedUntil: null })).toEqual([]);
  });

  test('is what reached us and is not stored, when it waits for a while, and incidents that do not follow', () => {
    const stored = (ms: number) => on({ watermark: NOW - ms });
    expect(stored(WATERMARK_BEHIND_MS)).toEqual([]);
    expect(stored(WATERMARK_BEHIND_MS + 1)).toMatchObject([{ key: 'queue', holdMs: QUEUE_AFTER_MS }]);
    expect(on({ reconciledUntil: NOW - RECONCILED_BEHIND_MS })).toEqual([]);
    expect(on({ reconciledUntil: NOW - RECONCILED_BEHIND_MS - 1 })).toMatchObject([{ key: 'automation', urgency: 3 }]);
    expect(on({ reconciledUntil: NOW - 80_000, evaluatedUntil: NOW - 80_000 })).toEqual([]); // evaluation itself is behind
  });
});
