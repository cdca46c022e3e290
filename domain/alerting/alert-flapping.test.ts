import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cooldownEndsAt } from '#domain/automation/flapping';
import type { Instant } from '#domain/time/interval';
import type { AlertFacts, OpenAlert, StaffAlert } from './alert.ts';
import { currentAlerts } from './alert-cooldown.ts';
import { dueDeliveries, type MadeDelivery, type NotifiableAlert } from './alert-deliveries.ts';
import { type AlertStep, reconcileAlerts } from './reconcile-alerts.ts';

const MINUTE = 60_000;
const STEP_MS = 30_000;
const DAY = 24 * 60 * MINUTE;
const HOUR = 60 * MINUTE;
/** Messages per hour to one destination about one flapping component. A lasting outage sends six messages and its end. */
const MESSAGES_PER_HOUR_MAX = 10;

type Outage = { from: Instant; to: Instant; level: 2 | 3 };
type Stored = OpenAlert & NotifiableAlert;

/** Returns the facts about serving at an instant, given its outages of the day. */
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
    unstoredSources: new Set<number>(),
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
    postmortems: [],
    volumePausedAt: null,
  };
}

function take(stored: Stored[], step: AlertStep, now: Instant): Stored[] {
  if (step.do === 'begin') {
    const { notifyAfterMs, ...alert } = step.alert;
    const fresh = {
      exceptFor: null,
      activeSince: now,
      notifyFrom: now + notifyAfterMs,
      isCleared: false,
      cleared: null,
      acknowledgedAt: null,
      endedAt: null,
    };
    return [...stored, { ...alert, ...fresh, id: stored.length }];
  }
  const changed = (one: Stored): Stored => {
    if (step.do === 'clear') return { ...one, cleared: step.cleared, about: step.about, isCleared: true };
    if (step.do === 'end') return { ...one, cleared: step.cleared, about: step.about, isCleared: true, endedAt: now };
    const { urgency, about }: StaffAlert = step.alert;
    const acknowledgedAt = step.do === 'raise' ? null : one.acknowledgedAt;
    const isBack = step.do === 'refresh' ? step.isBack : one.cleared !== null;
    return {
      ...one,
      urgency,
      about,
      acknowledgedAt,
      activeSince: isBack ? now : one.activeSince,
      cleared: null,
      isCleared: false,
    };
  };
  return stored.map((one) => (one.id === step.id ? changed(one) : one));
}

/** Returns the deliveries to one destination for the outages of a day. `acknowledges`: when a person acknowledges the active alerts. */
function deliveriesOfDay(
  outages: readonly Outage[],
  acknowledges: (now: Instant) => boolean = () => false,
): MadeDelivery[] {
  let stored: Stored[] = [];
  const made: MadeDelivery[] = [];
  for (let now = 0; now < DAY; now += STEP_MS) {
    const open = stored.filter(({ endedAt }) => endedAt === null);
    const outage = (one: { key: string }) => one.key === 'outage serving';
    const current = currentAlerts(factsAt(now, outages), open);
    for (const step of reconcileAlerts(open, { ...current, active: current.active.filter(outage) }))
      stored = take(stored, step, now);
    if (acknowledges(now)) stored = stored.map((one) => ({ ...one, acknowledgedAt: one.acknowledgedAt ?? now }));
    const due = dueDeliveries({ alerts: stored, destinations: [{ id: 1, acceptsAcknowledgement: false }], made }, now);
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

describe('about a component that flaps all day', () => {
  test('a destination receives few messages, the worst level soon, and the final state', () => {
    fc.assert(
      fc.property(flapping, (outages) => {
        fc.pre(outages.length > 0);
        const made = deliveriesOfDay(outages);
        for (const { madeAt } of made)
          expect(made.filter((one) => one.madeAt >= madeAt && one.madeAt < madeAt + HOUR).length).toBeLessThanOrEqual(
            MESSAGES_PER_HOUR_MAX,
          );
        const worst = Math.max(...outages.map(({ level }) => level));
        const worstAt = outages.find(({ level }) => level === worst)?.from ?? 0;
        expect(
          made.some((one) => one.urgency === worst && one.madeAt >= worstAt && one.madeAt <= worstAt + 10 * MINUTE),
        ).toBe(true);
        expect(made.at(-1)?.event).toBe((outages.at(-1)?.to ?? 0) < DAY ? 'ended' : 'raised');
      }),
      { numRuns: 50 },
    );
  });

  test('an acknowledgement stops messages until the end', () => {
    const outages = Array.from(
      { length: 60 },
      (_, i): Outage => ({ from: (i + 1) * 10 * MINUTE, to: (i + 1) * 10 * MINUTE + 3 * MINUTE, level: 2 }),
    );
    const made = deliveriesOfDay(outages, (now) => now === 31 * MINUTE);
    expect(made.map(({ event, madeAt }) => [event, madeAt / MINUTE])).toEqual([
      ['raised', 10],
      ['ended', 18],
      ['raised', 20],
      ['ended', 28],
      ['raised', 30],
      ['ended', 603 + 60],
    ]);
  });
});
