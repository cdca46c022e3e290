import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OpenAlert, StaffAlert } from './alert.ts';
import { type CurrentAlerts, reconcileAlerts } from './reconcile-alerts.ts';

const COOLDOWN_MS = 300_000;
const ABOUT = { kind: 'evaluation', evaluatedUntil: 0 } as const;
const full = (one: object) => ({ notifyAfterMs: 0, step: 0, about: ABOUT, ...one }) as StaffAlert;
const open = (one: object) =>
  ({ id: 1, key: 'a', urgency: 2, incident: null, step: 0, about: ABOUT, cleared: null, ...one }) as OpenAlert;
const current = (change: Partial<CurrentAlerts>): CurrentAlerts => ({
  now: 0,
  active: [],
  undetermined: new Set(),
  clearingOf: () => ({ at: 0, reason: 'recovered', about: ABOUT, cooldownMs: 0, cooldownEndsAt: 0 }),
  ...change,
});

const anAlert = fc.record({
  key: fc.constantFrom('a', 'b', 'c', 'd'),
  urgency: fc.constantFrom(1, 2, 3),
  incident: fc.constantFrom(null, 'i', 'j'),
  step: fc.constantFrom(0, 3, 6),
});
const alerts = fc.uniqueArray(anAlert, { selector: ({ key }) => key });

/** Returns the stored alerts after the steps are taken. */
function afterSteps(before: readonly OpenAlert[], now: CurrentAlerts): OpenAlert[] {
  const stored = new Map(before.map((one) => [one.id, one]));
  for (const step of reconcileAlerts(before, now)) {
    if (step.do === 'begin') stored.set(100 + stored.size, { ...step.alert, id: 100 + stored.size, cleared: null });
    else if (step.do === 'end') stored.delete(step.id);
    else {
      const change = step.do === 'clear' ? { cleared: step.cleared } : { ...step.alert, cleared: null };
      stored.set(step.id, { ...(stored.get(step.id) as OpenAlert), ...change }); // steps name alerts that are there
    }
  }
  return [...stored.values()];
}

describe('stored alerts', () => {
  test('match the active alerts after one pass and never become less urgent', () => {
    fc.assert(
      fc.property(alerts, alerts, (before, now) => {
        const stored = before.map((one, id) => open({ ...one, id }));
        const after = afterSteps(stored, current({ active: now.map(full) }));
        expect(after.map(({ key }) => key).sort()).toEqual(now.map(({ key }) => key).sort());
        expect(reconcileAlerts(after, current({ active: now.map(full) }))).toEqual([]);
        for (const one of after) {
          const known = stored.find(({ key }) => key === one.key);
          const wanted = now.find(({ key }) => key === one.key);
          expect(one.urgency).toBe(Math.max(known?.urgency ?? 0, wanted?.urgency ?? 0));
          expect(one.incident).toBe(wanted?.incident);
        }
      }),
    );
  });

  test('are reconciled independently of the order of the arguments', () => {
    const steps = (stored: readonly OpenAlert[], active: readonly StaffAlert[]) =>
      reconcileAlerts(stored, current({ active }))
        .map((step) => JSON.stringify(step))
        .sort();
    fc.assert(
      fc.property(alerts, alerts, (before, now) => {
        const stored = before.map((one, id) => open({ ...one, id }));
        expect(steps(stored.toReversed(), now.map(full).toReversed())).toEqual(steps(stored, now.map(full)));
      }),
    );
  });

  test('are refreshed with new facts without notifying again', () => {
    const changed = full({ key: 'a', urgency: 2, incident: 'i', about: { kind: 'evaluation', evaluatedUntil: 7 } });
    expect(reconcileAlerts([open({})], current({ active: [changed] }))).toEqual([
      { do: 'refresh', id: 1, alert: changed, isBack: false },
    ]);
    expect(
      reconcileAlerts(
        [open({ about: { evaluatedUntil: 0, kind: 'evaluation' } })],
        current({ active: [full({ key: 'a', urgency: 1, incident: null })] }),
      ),
    ).toEqual([]);
  });

  test('end after the cooldown, unless their cause returns before', () => {
    const clearingOf = () =>
      ({ at: 0, reason: 'recovered', about: ABOUT, cooldownMs: COOLDOWN_MS, cooldownEndsAt: 0 }) as const;
    const cleared = { at: 0, reason: 'recovered', noticedAt: 1_000 } as const;
    expect(reconcileAlerts([open({})], current({ now: 1_000, clearingOf }))).toEqual([
      { do: 'clear', id: 1, cleared, about: ABOUT },
    ]);
    expect(reconcileAlerts([open({ cleared })], current({ now: 1_000 + COOLDOWN_MS - 1, clearingOf }))).toEqual([]);
    expect(reconcileAlerts([open({ cleared })], current({ now: 1_000 + COOLDOWN_MS, clearingOf }))).toEqual([
      { do: 'end', id: 1, cleared, about: ABOUT },
    ]);
    expect(
      reconcileAlerts(
        [open({ cleared })],
        current({ now: 1_000 + COOLDOWN_MS, clearingOf: () => ({ ...clearingOf(), cooldownEndsAt: 1_000_000 }) }),
      ),
    ).toEqual([]);
    const back = full({ key: 'a', urgency: 2, incident: null });
    expect(reconcileAlerts([open({ cleared })], current({ active: [back], clearingOf }))).toEqual([
      { do: 'refresh', id: 1, alert: back, isBack: true },
    ]);
  });

  test('count an outage as returned after the component was degraded, but not when only its start moves', () => {
    const about = {
      kind: 'outage',
      current: 'down',
      name: 'Serving',
      level: 2,
      from: 100,
      to: null,
      isReturn: false,
      closed: null,
    } as const;
    const on = (change: object) =>
      current({ active: [full({ key: 'a', urgency: 2, incident: null, about: { ...about, ...change } })] });
    const next = { from: 300, isReturn: true };
    expect(reconcileAlerts([open({ about: { ...about, to: 200, current: 'degraded' } })], on(next))).toMatchObject([
      { do: 'refresh', isBack: true },
    ]);
    expect(reconcileAlerts([open({ about })], on({ from: 90 }))).toMatchObject([{ do: 'refresh', isBack: false }]);
    expect(reconcileAlerts([open({ about })], on({ to: 200, current: 'degraded' }))).toMatchObject([
      { do: 'refresh', isBack: false },
    ]);
  });

  test('stay as they are while it is undetermined whether they are active', () => {
    expect(reconcileAlerts([open({})], current({ now: 9 * COOLDOWN_MS, undetermined: new Set(['a']) }))).toEqual([]);
  });
});
