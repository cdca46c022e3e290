import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cooldownEndsAt } from '#domain/automation/flapping';
import type { Instant } from '#domain/time/interval';
import type { AlertFacts, OpenAlert, StaffAlert } from './alert.ts';
import { alertsNow } from './alert-cooldown.ts';
import { dueDeliveries, type MadeDelivery, type NotifiableAlert } from './alert-deliveries.ts';
import { type AlertStep, followAlerts } from './reconcile-alerts.ts';

const MINUTE = 60_000;
const STEP_MS = 30_000;
const DAY = 24 * 60 * MINUTE;
const HOUR = 60 * MINUTE;
/** What a destination may hear in an hour of one component, however it flaps; of an outage that lasts it hears six times, and of its end. */
const TOLD_MAX = 10;

type Outage = { from: Instant; to: Instant; level: 2 | 3 };
type Stored = OpenAlert & NotifiableAlert;

/** What is known of serving at an instant, of the outages that it has in the day. */
function factsAt(now: Instant, outages: readonly Outage[]): AlertFacts {
  const begun = outages.filter(({ from }) => from <= now).map((one) => ({ ...one, to: one.to <= now ? one.to : null }));
  const newest = begun.at(-1);
  const name = { slug: 'serving', name: 'Serving' };
  const status = newest?.to === null ? ('major_outage' as const) : ('operational' as const);
  const outage = newest && {
    ...name,
    ...newest,
    incident: 'inc000000001',
    closed: null,
    isReturn: begun.length > 1,
    cooldownEndsAt: cooldownEndsAt(begun),
  };
  const component = {
    ...name,
    status,
    phase: 'steady',
    since: newest?.to ?? 0,
    stated: 'major_outage',
    incident: null,
  } as const;
  const nothing = {
    watermark: null,
    reconciledUntil: null,
    heldSources: new Set<number>(),
    incidents: [],
    promises: [],
    troubles: [],
    sources: [],
    senders: [],
  };
  return {
    ...nothing,
    now,
    watchedSince: 0,
    evaluatedUntil: now,
    outages: outage ? [outage] : [],
    components: [component],
    silenceAfterMs: MINUTE,
    destinations: [],
    failingDestinations: [],
  };
}

function take(stored: Stored[], step: AlertStep, now: Instant): Stored[] {
  if (step.do === 'begin') {
    const { holdMs, ...alert } = step.alert;
    const fresh = {
      exceptFor: null,
      onSince: now,
      notifyFrom: now + holdMs,
      isGone: false,
      gone: null,
      acknowledgedAt: null,
      endedAt: null,
    };
    return [...stored, { ...alert, ...fresh, id: stored.length }];
  }
  const changed = (one: Stored): Stored => {
    if (step.do === 'fade') return { ...one, gone: step.gone, about: step.about, isGone: true };
    if (step.do === 'end') return { ...one, gone: step.gone, about: step.about, isGone: true, endedAt: now };
    const { urgency, about }: StaffAlert = step.alert;
    const acknowledgedAt = step.do === 'raise' ? null : one.acknowledgedAt;
    const isBack = step.do === 'refresh' ? step.isBack : one.gone !== null;
    return { ...one, urgency, about, acknowledgedAt, onSince: isBack ? now : one.onSince, gone: null, isGone: false };
  };
  return stored.map((one) => (one.id === step.id ? changed(one) : one));
}

/** What a destination is told of these outages in a day; `acknowledges`: when somebody looks after what is on. */
function tellDay(outages: readonly Outage[], acknowledges: (now: Instant) => boolean = () => false): MadeDelivery[] {
  let stored: Stored[] = [];
  const made: MadeDelivery[] = [];
  for (let now = 0; now < DAY; now += STEP_MS) {
    const open = stored.filter(({ endedAt }) => endedAt === null);
    const outage = (one: { key: string }) => one.key === 'outage serving';
    const so = alertsNow(factsAt(now, outages), open);
    for (const step of followAlerts(open, { ...so, on: so.on.filter(outage) })) stored = take(stored, step, now);
    if (acknowledges(now)) stored = stored.map((one) => ({ ...one, acknowledgedAt: one.acknowledgedAt ?? now }));
    const due = dueDeliveries({ alerts: stored, destinations: [{ id: 1, hearsAcknowledged: false }], made }, now);
    made.push(...due.map((one) => ({ ...one, madeAt: now, wasTried: true, outcome: 'sent' as const })));
  }
  return made;
}

const flapping = fc
  .record({
    periodMin: fc.integer({ min: 1, max: 60 }),
    downShare: fc.integer({ min: 1, max: 9 }),
    levels: fc.array(fc.constantFrom<2 | 3>(2, 3), { minLength: 1, maxLength: 10 }),
    hours: fc.integer({ min: 1, max: 22 }),
  })
  .map(({ periodMin, downShare, levels, hours }): Outage[] =>
    Array.from({ length: Math.floor((hours * 60) / periodMin) }, (_, i) => {
      const from = (i + 1) * periodMin * MINUTE;
      return { from, to: from + (periodMin * MINUTE * downShare) / 10, level: levels[i % levels.length] ?? 2 };
    }).filter(({ from, to }) => to - from >= STEP_MS),
  );

describe('of a component that goes up and down all day', () => {
  test('a destination hears little, the worst of it soon, and in the end how it is', () => {
    fc.assert(
      fc.property(flapping, (outages) => {
        fc.pre(outages.length > 0);
        const told = tellDay(outages);
        for (const { madeAt } of told)
          expect(told.filter((one) => one.madeAt >= madeAt && one.madeAt < madeAt + HOUR).length).toBeLessThanOrEqual(
            TOLD_MAX,
          );
        const worst = Math.max(...outages.map(({ level }) => level));
        const worstAt = outages.find(({ level }) => level === worst)?.from ?? 0;
        expect(
          told.some((one) => one.urgency === worst && one.madeAt >= worstAt && one.madeAt <= worstAt + 10 * MINUTE),
        ).toBe(true);
        expect(told.at(-1)?.event).toBe((outages.at(-1)?.to ?? 0) < DAY ? 'ended' : 'raised');
      }),
      { numRuns: 50 },
    );
  });

  test('nobody who looks after it hears more of it until it is over', () => {
    const outages = Array.from(
      { length: 60 },
      (_, i): Outage => ({ from: (i + 1) * 10 * MINUTE, to: (i + 1) * 10 * MINUTE + 3 * MINUTE, level: 2 }),
    );
    const told = tellDay(outages, (now) => now === 31 * MINUTE);
    expect(told.map(({ event, madeAt }) => [event, madeAt / MINUTE])).toEqual([
      ['raised', 10],
      ['ended', 18],
      ['raised', 20],
      ['ended', 28],
      ['raised', 30],
      ['ended', 603 + 60],
    ]);
  });
});
