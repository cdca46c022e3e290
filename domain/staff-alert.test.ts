import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AlertFacts,
  alertsOn,
  BLIND_AFTER_MS,
  CONTRADICTION_AFTER_MS,
  followAlerts,
  JUDGED_BEHIND_MS,
  type OpenAlert,
  PROMISE_SOON_MS,
  type StaffAlert,
} from './staff-alert.ts';

const NOW = Date.parse('2022-03-30T13:21:00Z');
const NOTHING: AlertFacts = {
  now: NOW,
  watchedSince: 0,
  judgedUpTo: NOW,
  outages: [],
  components: [],
  promises: [],
  troubles: [],
  sources: [],
  silenceAfterMs: 30_000,
};
const on = (facts: Partial<AlertFacts>) => alertsOn({ ...NOTHING, ...facts });
const outage = { episode: 7, incident: 'inc000000001', name: 'Serving', level: 2, from: NOW - 60_000, isReturn: false } as const;
const serving = { slug: 'serving', name: 'Serving', status: 'major_outage', phase: 'steady', stated: null } as const;

describe('what staff are alerted of', () => {
  test('is nothing while all is well', () => {
    expect(on({ components: [{ ...serving, status: 'operational' }] })).toEqual([]);
  });

  test('is an outage that monitoring found, once an episode, and more urgent when it is worse', () => {
    expect(on({ outages: [outage] })).toEqual([
      {
        key: 'outage 7',
        urgency: 2,
        incident: 'inc000000001',
        holdMs: 0,
        step: 0,
        about: { kind: 'outage', name: 'Serving', level: 2, from: NOW - 60_000, isReturn: false },
      },
    ]);
    expect(on({ outages: [{ ...outage, level: 3 }] })).toMatchObject([{ key: 'outage 7', urgency: 3 }]);
    expect(on({ outages: [outage, { ...outage, episode: 8 }] })).toHaveLength(2);
  });

  test('is a contradiction between page and probes, when it lasts', () => {
    expect(on({ components: [serving] })).toMatchObject([
      { key: 'contradiction untold serving', incident: null, holdMs: CONTRADICTION_AFTER_MS, about: { of: 'untold', name: 'Serving' } },
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
      on({ troubles: [{ incident: 'inc000000001', title: 'T', names: ['Serving'], saidAt: NOW - hours * 3_600_000 - ms }] });
    expect(after(3, -1)).toEqual([]);
    expect(after(3)).toMatchObject([
      { key: `forgotten inc000000001 ${NOW - 3 * 3_600_000}`, urgency: 1, step: 3, about: { kind: 'forgotten', names: ['Serving'], hours: 3 } },
    ]);
    const steps = [5.9, 6, 11.9, 12, 23.9, 24, 47.9, 48, 71.9, 72].map((hours) => after(hours)[0]?.step);
    expect(steps).toEqual([3, 6, 6, 12, 12, 24, 24, 48, 48, 72]);
  });

  test('is an agent that has gone blind, by the time that is judged, and one whose clock is wrong', () => {
    const source = { id: 3, name: 'agent-a', contactAt: NOW, seen: { at: NOW - 30_000, heardAt: NOW - 29_000 }, lagMs: 100, earlierLagMs: 100 };
    expect(on({ sources: [source] })).toMatchObject([{ key: 'blind 3', holdMs: BLIND_AFTER_MS, about: { source: 'agent-a', seenAt: NOW - 30_000 } }]);
    expect(on({ sources: [source], judgedUpTo: NOW - 1 })).toEqual([]);
    expect(on({ sources: [{ ...source, lagMs: -7_000 }] })).toMatchObject([{ key: 'blind 3' }, { key: 'clock 3', about: { aheadMs: 7_000 } }]);
  });

  test('is judgement that falls behind, once somebody has watched it for as long', () => {
    const behind = (ms: number, watchedSince = 0) => on({ judgedUpTo: NOW - ms, watchedSince }).map(({ holdMs }) => holdMs);
    expect([behind(JUDGED_BEHIND_MS), behind(JUDGED_BEHIND_MS + 1)]).toEqual([[], [0]]);
    expect([behind(86_400_000, NOW), behind(86_400_000, NOW - 60_000)]).toEqual([[JUDGED_BEHIND_MS], [JUDGED_BEHIND_MS - 60_000]]);
    expect(on({ judgedUpTo: null })).toEqual([]);
  });
});

const anAlert = fc.record({
  key: fc.constantFrom('a', 'b', 'c', 'd'),
  urgency: fc.constantFrom(1, 2, 3),
  incident: fc.constantFrom(null, 'i', 'j'),
  step: fc.constantFrom(0, 3, 6),
});
const alerts = fc.uniqueArray(anAlert, { selector: ({ key }) => key });
const full = (one: { key: string }) => ({ holdMs: 0, step: 0, about: { kind: 'judgement', judgedUpTo: 0 }, ...one }) as StaffAlert;

/** What is stored once the steps were taken. */
function taken(open: readonly OpenAlert[], onNow: readonly StaffAlert[]): OpenAlert[] {
  const stored = new Map(open.map((one) => [one.id, one]));
  for (const step of followAlerts(open, onNow)) {
    if (step.do === 'begin') stored.set(100 + stored.size, { ...step.alert, id: 100 + stored.size });
    else if (step.do === 'end') stored.delete(step.id);
    else {
      const change = step.do === 'raise' ? { urgency: step.alert.urgency, step: step.alert.step, incident: step.alert.incident } : { incident: step.incident };
      stored.set(step.id, { ...(stored.get(step.id) as OpenAlert), ...change }); // steps name alerts that are there
    }
  }
  return [...stored.values()];
}

describe('stored alerts', () => {
  test('follow what is on, after which nothing is left to do, and never become less urgent', () => {
    fc.assert(
      fc.property(alerts, alerts, (before, now) => {
        const open = before.map((one, id) => ({ ...one, id })) as OpenAlert[];
        const after = taken(open, now.map(full));
        expect(after.map(({ key }) => key).sort()).toEqual(now.map(({ key }) => key).sort());
        expect(followAlerts(after, now.map(full))).toEqual([]);
        for (const one of after) {
          const known = open.find(({ key }) => key === one.key);
          const wanted = now.find(({ key }) => key === one.key);
          expect(one.urgency).toBe(Math.max(known?.urgency ?? 0, wanted?.urgency ?? 0));
          expect(one.incident).toBe(wanted?.incident);
        }
      }),
    );
  });

  test('do so in whatever order they are given', () => {
    const steps = (open: readonly OpenAlert[], onNow: readonly StaffAlert[]) =>
      followAlerts(open, onNow)
        .map((step) => JSON.stringify(step))
        .sort();
    fc.assert(
      fc.property(alerts, alerts, (before, now) => {
        const open = before.map((one, id) => ({ ...one, id })) as OpenAlert[];
        expect(steps(open.toReversed(), now.map(full).toReversed())).toEqual(steps(open, now.map(full)));
      }),
    );
  });
});
