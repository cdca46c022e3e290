import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OpenAlert, StaffAlert } from './alert.ts';
import { type AlertsNow, followAlerts } from './reconcile-alerts.ts';

const COOLDOWN_MS = 300_000;
const ABOUT = { kind: 'evaluation', evaluatedUntil: 0 } as const;
const full = (one: object) => ({ holdMs: 0, step: 0, about: ABOUT, ...one }) as StaffAlert;
const open = (one: object) =>
  ({ id: 1, key: 'a', urgency: 2, incident: null, step: 0, about: ABOUT, gone: null, ...one }) as OpenAlert;
const so = (change: Partial<AlertsNow>): AlertsNow => ({
  now: 0,
  on: [],
  held: new Set(),
  goneOf: () => ({ at: 0, why: 'well', about: ABOUT, cooldownMs: 0, cooldownEndsAt: 0 }),
  ...change,
});

const anAlert = fc.record({
  key: fc.constantFrom('a', 'b', 'c', 'd'),
  urgency: fc.constantFrom(1, 2, 3),
  incident: fc.constantFrom(null, 'i', 'j'),
  step: fc.constantFrom(0, 3, 6),
});
const alerts = fc.uniqueArray(anAlert, { selector: ({ key }) => key });

/** What is stored once the steps were taken. */
function taken(before: readonly OpenAlert[], now: AlertsNow): OpenAlert[] {
  const stored = new Map(before.map((one) => [one.id, one]));
  for (const step of followAlerts(before, now)) {
    if (step.do === 'begin') stored.set(100 + stored.size, { ...step.alert, id: 100 + stored.size, gone: null });
    else if (step.do === 'end') stored.delete(step.id);
    else {
      const change = step.do === 'fade' ? { gone: step.gone } : { ...step.alert, gone: null };
      stored.set(step.id, { ...(stored.get(step.id) as OpenAlert), ...change }); // steps name alerts that are there
    }
  }
  return [...stored.values()];
}

describe('stored alerts', () => {
  test('follow what is on, after which nothing is left to do, and never become less urgent', () => {
    fc.assert(
      fc.property(alerts, alerts, (before, now) => {
        const stored = before.map((one, id) => open({ ...one, id }));
        const after = taken(stored, so({ on: now.map(full) }));
        expect(after.map(({ key }) => key).sort()).toEqual(now.map(({ key }) => key).sort());
        expect(followAlerts(after, so({ on: now.map(full) }))).toEqual([]);
        for (const one of after) {
          const known = stored.find(({ key }) => key === one.key);
          const wanted = now.find(({ key }) => key === one.key);
          expect(one.urgency).toBe(Math.max(known?.urgency ?? 0, wanted?.urgency ?? 0));
          expect(one.incident).toBe(wanted?.incident);
        }
      }),
    );
  });

  test('do so in whatever order they are given', () => {
    const steps = (stored: readonly OpenAlert[], onNow: readonly StaffAlert[]) =>
      followAlerts(stored, so({ on: onNow }))
        .map((step) => JSON.stringify(step))
        .sort();
    fc.assert(
      fc.property(alerts, alerts, (before, now) => {
        const stored = before.map((one, id) => open({ ...one, id }));
        expect(steps(stored.toReversed(), now.map(full).toReversed())).toEqual(steps(stored, now.map(full)));
      }),
    );
  });

  test('say what is so now without being told anew', () => {
    const changed = full({ key: 'a', urgency: 2, incident: 'i', about: { kind: 'evaluation', evaluatedUntil: 7 } });
    expect(followAlerts([open({})], so({ on: [changed] }))).toEqual([
      { do: 'refresh', id: 1, alert: changed, isBack: false },
    ]);
    expect(
      followAlerts(
        [open({ about: { evaluatedUntil: 0, kind: 'evaluation' } })],
        so({ on: [full({ key: 'a', urgency: 1, incident: null })] }),
      ),
    ).toEqual([]);
  });

  test('end when their cause has been away for long enough, and not where it comes back before', () => {
    const goneOf = () => ({ at: 0, why: 'well', about: ABOUT, cooldownMs: COOLDOWN_MS, cooldownEndsAt: 0 }) as const;
    const gone = { at: 0, why: 'well', noticedAt: 1_000 } as const;
    expect(followAlerts([open({})], so({ now: 1_000, goneOf }))).toEqual([{ do: 'fade', id: 1, gone, about: ABOUT }]);
    expect(followAlerts([open({ gone })], so({ now: 1_000 + COOLDOWN_MS - 1, goneOf }))).toEqual([]);
    expect(followAlerts([open({ gone })], so({ now: 1_000 + COOLDOWN_MS, goneOf }))).toEqual([
      { do: 'end', id: 1, gone, about: ABOUT },
    ]);
    expect(
      followAlerts(
        [open({ gone })],
        so({ now: 1_000 + COOLDOWN_MS, goneOf: () => ({ ...goneOf(), cooldownEndsAt: 1_000_000 }) }),
      ),
    ).toEqual([]);
    const back = full({ key: 'a', urgency: 2, incident: null });
    expect(followAlerts([open({ gone })], so({ on: [back], goneOf }))).toEqual([
      { do: 'refresh', id: 1, alert: back, isBack: true },
    ]);
  });

  test('say that an outage is back also where its component was degraded in between, and not where only its start moves', () => {
    const about = {
      kind: 'outage',
      seen: 'down',
      name: 'Serving',
      level: 2,
      from: 100,
      to: null,
      isReturn: false,
      closed: null,
    } as const;
    const on = (change: object) =>
      so({ on: [full({ key: 'a', urgency: 2, incident: null, about: { ...about, ...change } })] });
    const next = { from: 300, isReturn: true };
    expect(followAlerts([open({ about: { ...about, to: 200, seen: 'degraded' } })], on(next))).toMatchObject([
      { do: 'refresh', isBack: true },
    ]);
    expect(followAlerts([open({ about })], on({ from: 90 }))).toMatchObject([{ do: 'refresh', isBack: false }]);
    expect(followAlerts([open({ about })], on({ to: 200, seen: 'degraded' }))).toMatchObject([
      { do: 'refresh', isBack: false },
    ]);
  });

  test('stay as they are while nobody can say whether they are on', () => {
    expect(followAlerts([open({})], so({ now: 9 * COOLDOWN_MS, held: new Set(['a']) }))).toEqual([]);
  });
});
