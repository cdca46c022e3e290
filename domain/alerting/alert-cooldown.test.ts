import { describe, expect, test } from 'vitest';
import { healthyFacts } from '#domain/test/alert-facts';
import type { AlertFacts, ComponentFact, OpenAlert, StaffAlert } from './alert.ts';
import { COOLDOWN_MS, currentAlerts } from './alert-cooldown.ts';
import { reconcileAlerts } from './reconcile-alerts.ts';

const NOW = Date.parse('2022-03-30T13:21:00Z');
const FACTS = healthyFacts(NOW);
const OUTAGE = {
  slug: 'serving',
  name: 'Serving',
  incident: 'inc000000001',
  closed: null,
  level: 3,
  from: NOW - 600_000,
  to: null,
  isReturn: false,
  cooldownEndsAt: null,
} as const;
const ENDED = { ...OUTAGE, to: NOW - 60_000 };
const monitored = (status: ComponentFact['status'], change: Partial<ComponentFact> = {}): ComponentFact => ({
  slug: 'serving',
  name: 'Serving',
  status,
  phase: 'steady',
  since: NOW - 30_000,
  stated: null,
  incident: null,
  ...change,
});
const STATED = { stated: 'major_outage' } as const;

/** Returns the alerts that are active with these facts, as they are stored. */
function known(facts: Partial<AlertFacts>): OpenAlert[] {
  return currentAlerts({ ...FACTS, ...facts }, []).active.map((alert: StaffAlert, id) => ({
    ...alert,
    id,
    cleared: null,
  }));
}
const outage = known({ outages: [OUTAGE] });
const withClearedCause = (open: OpenAlert[]) =>
  open.map((one) => ({ ...one, cleared: { at: NOW, reason: 'recovered', noticedAt: NOW } as const }));
const steps = (open: OpenAlert[], facts: Partial<AlertFacts>) =>
  reconcileAlerts(open, currentAlerts({ ...FACTS, evaluatedUntil: facts.now ?? NOW, ...facts }, open));

describe('an outage alert', () => {
  test('ends when the component has been operational for the cooldown', () => {
    const facts = { outages: [ENDED], components: [monitored('operational')] };
    expect(steps(outage, facts)).toMatchObject([
      { do: 'clear', cleared: { at: NOW - 30_000, reason: 'recovered' }, about: { to: NOW - 60_000 } },
    ]);
    expect(steps(withClearedCause(outage), { ...facts, now: NOW + COOLDOWN_MS - 1 })).toEqual([]);
    expect(steps(withClearedCause(outage), { ...facts, now: NOW + COOLDOWN_MS })).toMatchObject([{ do: 'end' }]);
  });

  test('stays active while the component is unknown or degraded, and names that state', () => {
    expect(steps(outage, { outages: [ENDED], components: [monitored('unknown')] })).toMatchObject([
      { do: 'refresh', alert: { about: { current: 'unknown' } } },
    ]);
    expect(steps(outage, { outages: [ENDED], components: [monitored('degraded_performance')] })).toMatchObject([
      { do: 'refresh', alert: { about: { current: 'degraded', to: NOW - 60_000 } } },
    ]);
  });

  test('stays active when staff close its incident', () => {
    expect(
      steps(outage, { outages: [{ ...OUTAGE, closed: 'withdrawn' }], components: [monitored('major_outage', STATED)] }),
    ).toMatchObject([{ do: 'refresh', alert: { about: { current: 'down', closed: 'withdrawn' } } }]);
  });

  test('clears when late data removes the outage, whatever the current status is', () => {
    const earlier = { ...OUTAGE, from: NOW - 3_600_000, to: NOW - 3_000_000 };
    for (const outages of [[], [earlier]])
      expect(steps(outage, { outages, components: [monitored('unknown')] })).toMatchObject([
        { do: 'clear', cleared: { reason: 'removed_by_late_data' } },
      ]);
  });

  test('clears when the component is not monitored any more', () => {
    expect(steps(outage, { outages: [ENDED], components: [monitored('not_monitored')] })).toMatchObject([
      { do: 'clear', cleared: { reason: 'not_monitored' } },
    ]);
  });

  test('neither ends nor begins again while it is undetermined whether a recovered component fails again', () => {
    const later = NOW + 9 * COOLDOWN_MS;
    for (const component of [
      monitored('operational', { phase: 'possible' }),
      monitored('unknown'),
      monitored('major_outage', STATED),
    ])
      expect(steps(withClearedCause(outage), { outages: [ENDED], components: [component], now: later })).toEqual([]);
    expect(
      steps(withClearedCause(outage), {
        outages: [ENDED],
        components: [monitored('degraded_performance')],
        now: later,
      }),
    ).toMatchObject([{ do: 'end' }]);
  });

  test('of a flapping component ends when the flapping cooldown ends', () => {
    const facts = { outages: [{ ...ENDED, cooldownEndsAt: NOW + 3_600_000 }], components: [monitored('operational')] };
    expect(steps(withClearedCause(outage), { ...facts, now: NOW + 3_599_999 })).toEqual([]);
    expect(steps(withClearedCause(outage), { ...facts, now: NOW + 3_600_000 })).toMatchObject([{ do: 'end' }]);
  });
});

describe('a contradiction', () => {
  test('stays as it is while the component is unknown, for example because evaluation has stopped', () => {
    const contradiction = known({ components: [monitored('major_outage')] });
    expect(contradiction).toHaveLength(1);
    expect(steps(contradiction, { components: [monitored('unknown')], now: NOW + 9 * COOLDOWN_MS })).toEqual([]);
    expect(steps(contradiction, { components: [monitored('operational')] })).toMatchObject([{ do: 'clear' }]);
  });

  test('of the opposite direction is another alert', () => {
    const contradiction = known({ components: [monitored('major_outage')] });
    expect(
      steps(contradiction, { components: [monitored('operational', { stated: 'major_outage' })] }).map(
        (step) => step.do,
      ),
    ).toEqual(['begin', 'clear']);
  });
});

describe('other alerts', () => {
  test('about promises end at once, with the reason: a new update or a closed incident', () => {
    const promise = known({ promises: [{ incident: 'inc000000001', title: 'T', by: NOW }] });
    expect(steps(promise, { incidents: ['inc000000001'] })).toMatchObject([
      { do: 'end', cleared: { reason: 'recovered' } },
    ]);
    expect(steps(promise, {})).toMatchObject([{ do: 'end', cleared: { reason: 'incident_closed' } }]);
  });

  test('about a destination end with the reason: it is reached again or was removed', () => {
    const failing = known({ failingDestinations: [{ id: 4, name: 'Chat', isGone: true }] });
    expect(steps(failing, { destinations: [4] })).toMatchObject([{ do: 'clear', cleared: { reason: 'recovered' } }]);
    expect(steps(failing, {})).toMatchObject([{ do: 'clear', cleared: { reason: 'removed' } }]);
  });

  test('about an agent end with the reason: it is back, was removed, reports late or is not in contact', () => {
    const source = {
      id: 3,
      name: 'agent-a',
      contactAt: NOW,
      seenAt: NOW - 60_000,
      liveAt: NOW - 60_000,
      lagMs: -9_000,
      earlierLagMs: null,
    };
    const [silent, clock] = known({ sources: [source] });
    const reason = (open: OpenAlert | undefined, change: object | null) =>
      steps([open as OpenAlert], { sources: change === null ? [] : [{ ...source, lagMs: 0, ...change }] }).map(
        (step) => 'cleared' in step && step.cleared.reason,
      );
    expect(reason(silent, { seenAt: NOW, liveAt: NOW })).toEqual(['recovered']);
    expect(reason(silent, { seenAt: NOW + 86_400_000 })).toEqual(['late']);
    expect([reason(silent, null), reason(clock, null)]).toEqual([['removed'], ['removed']]);
    expect(reason(clock, { seenAt: NOW, contactAt: NOW - 3_600_000 })).toEqual(['silent']);
  });
});
