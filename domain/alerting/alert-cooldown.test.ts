import { describe, expect, test } from 'vitest';
import { calmFacts } from '#domain/test/alert-facts';
import type { AlertFacts, ComponentFact, OpenAlert, StaffAlert } from './alert.ts';
import { alertsNow, COOLDOWN_MS } from './alert-cooldown.ts';
import { followAlerts } from './reconcile-alerts.ts';

const NOW = Date.parse('2022-03-30T13:21:00Z');
const FACTS = calmFacts(NOW);
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
const OVER = { ...OUTAGE, to: NOW - 60_000 };
const seen = (status: ComponentFact['status'], change: Partial<ComponentFact> = {}): ComponentFact => ({
  slug: 'serving',
  name: 'Serving',
  status,
  phase: 'steady',
  since: NOW - 30_000,
  stated: null,
  incident: null,
  ...change,
});
const TOLD = { stated: 'major_outage' } as const;

/** What was on with these facts, as it is stored then. */
function known(facts: Partial<AlertFacts>): OpenAlert[] {
  return alertsNow({ ...FACTS, ...facts }, []).on.map((alert: StaffAlert, id) => ({ ...alert, id, gone: null }));
}
const outage = known({ outages: [OUTAGE] });
const faded = (open: OpenAlert[]) =>
  open.map((one) => ({ ...one, gone: { at: NOW, why: 'well', noticedAt: NOW } as const }));
const steps = (open: OpenAlert[], facts: Partial<AlertFacts>) =>
  followAlerts(open, alertsNow({ ...FACTS, evaluatedUntil: facts.now ?? NOW, ...facts }, open));

describe('an outage that was told', () => {
  test('is over when probes see the component well, and have for a while', () => {
    const facts = { outages: [OVER], components: [seen('operational')] };
    expect(steps(outage, facts)).toMatchObject([
      { do: 'fade', gone: { at: NOW - 30_000, why: 'well' }, about: { to: NOW - 60_000 } },
    ]);
    expect(steps(faded(outage), { ...facts, now: NOW + COOLDOWN_MS - 1 })).toEqual([]);
    expect(steps(faded(outage), { ...facts, now: NOW + COOLDOWN_MS })).toMatchObject([{ do: 'end' }]);
  });

  test('is not over while monitoring does not see the component, and says so; nor where it is better and not well', () => {
    expect(steps(outage, { outages: [OVER], components: [seen('unknown')] })).toMatchObject([
      { do: 'refresh', alert: { about: { seen: 'unseen' } } },
    ]);
    expect(steps(outage, { outages: [OVER], components: [seen('degraded_performance')] })).toMatchObject([
      { do: 'refresh', alert: { about: { seen: 'degraded', to: NOW - 60_000 } } },
    ]);
  });

  test('is not over because people closed its incident', () => {
    expect(
      steps(outage, { outages: [{ ...OUTAGE, closed: 'withdrawn' }], components: [seen('major_outage', TOLD)] }),
    ).toMatchObject([{ do: 'refresh', alert: { about: { seen: 'down', closed: 'withdrawn' } } }]);
  });

  test('is over where late data shows that there was none, whatever is seen now', () => {
    const earlier = { ...OUTAGE, from: NOW - 3_600_000, to: NOW - 3_000_000 };
    for (const outages of [[], [earlier]])
      expect(steps(outage, { outages, components: [seen('unknown')] })).toMatchObject([
        { do: 'fade', gone: { why: 'erased' } },
      ]);
  });

  test('is over where there is nothing to observe any more', () => {
    expect(steps(outage, { outages: [OVER], components: [seen('not_monitored')] })).toMatchObject([
      { do: 'fade', gone: { why: 'unmonitored' } },
    ]);
  });

  test('neither ends nor begins anew while it is open whether the component, once well, is in trouble', () => {
    const later = NOW + 9 * COOLDOWN_MS;
    for (const component of [seen('operational', { phase: 'possible' }), seen('unknown'), seen('major_outage', TOLD)])
      expect(steps(faded(outage), { outages: [OVER], components: [component], now: later })).toEqual([]);
    expect(
      steps(faded(outage), { outages: [OVER], components: [seen('degraded_performance')], now: later }),
    ).toMatchObject([{ do: 'end' }]);
  });

  test('of a component that goes up and down is over when that is calm', () => {
    const facts = { outages: [{ ...OVER, cooldownEndsAt: NOW + 3_600_000 }], components: [seen('operational')] };
    expect(steps(faded(outage), { ...facts, now: NOW + 3_599_999 })).toEqual([]);
    expect(steps(faded(outage), { ...facts, now: NOW + 3_600_000 })).toMatchObject([{ do: 'end' }]);
  });
});

describe('a contradiction', () => {
  test('is left as it is while monitoring does not see the component, as when evaluation stands still', () => {
    const contradiction = known({ components: [seen('major_outage')] });
    expect(contradiction).toHaveLength(1);
    expect(steps(contradiction, { components: [seen('unknown')], now: NOW + 9 * COOLDOWN_MS })).toEqual([]);
    expect(steps(contradiction, { components: [seen('operational')] })).toMatchObject([{ do: 'fade' }]);
  });

  test('that turns the other way is another', () => {
    const contradiction = known({ components: [seen('major_outage')] });
    expect(
      steps(contradiction, { components: [seen('operational', { stated: 'major_outage' })] }).map((step) => step.do),
    ).toEqual(['begin', 'fade']);
  });
});

describe('what ends otherwise', () => {
  test('is over at once where people spoke, and says whether they did or the incident was closed', () => {
    const promise = known({ promises: [{ incident: 'inc000000001', title: 'T', by: NOW }] });
    expect(steps(promise, { incidents: ['inc000000001'] })).toMatchObject([{ do: 'end', gone: { why: 'well' } }]);
    expect(steps(promise, {})).toMatchObject([{ do: 'end', gone: { why: 'closed' } }]);
  });

  test('of a destination says whether it is reached again or was removed', () => {
    const deaf = known({ failingDestinations: [{ id: 4, name: 'Chat', isGone: true }] });
    expect(steps(deaf, { destinations: [4] })).toMatchObject([{ do: 'fade', gone: { why: 'well' } }]);
    expect(steps(deaf, {})).toMatchObject([{ do: 'fade', gone: { why: 'removed' } }]);
  });

  test('of an agent says why: it is back, was taken away, or is not heard any more', () => {
    const source = {
      id: 3,
      name: 'agent-a',
      contactAt: NOW,
      seenAt: NOW - 60_000,
      liveAt: NOW - 60_000,
      lagMs: -9_000,
      earlierLagMs: null,
    };
    const [blind, clock] = known({ sources: [source] });
    const why = (open: OpenAlert | undefined, change: object | null) =>
      steps([open as OpenAlert], { sources: change === null ? [] : [{ ...source, lagMs: 0, ...change }] }).map(
        (step) => 'gone' in step && step.gone.why,
      );
    expect(why(blind, { seenAt: NOW, liveAt: NOW })).toEqual(['well']);
    expect(why(blind, { seenAt: NOW + 86_400_000 })).toEqual(['late']);
    expect([why(blind, null), why(clock, null)]).toEqual([['removed'], ['removed']]);
    expect(why(clock, { seenAt: NOW, contactAt: NOW - 3_600_000 })).toEqual(['silent']);
  });
});
