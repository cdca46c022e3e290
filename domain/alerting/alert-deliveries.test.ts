import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Urgency } from './alert.ts';
import {
  type AlertDestination,
  dueDeliveries,
  type MadeDelivery,
  type NotifiableAlert,
  nextTryAt,
  REPEAT_EVERY_MS,
  RETURN_EVERY_MS,
  ROUNDS_MAX,
  resultOfStatus,
  TRIES_MAX,
} from './alert-deliveries.ts';

const ALERT: NotifiableAlert = {
  id: 1,
  exceptFor: null,
  urgency: 2,
  step: 0,
  onSince: 0,
  notifyFrom: 0,
  isGone: false,
  acknowledgedAt: null,
  endedAt: null,
};

const plain = (...ids: number[]): AlertDestination[] => ids.map((id) => ({ id, hearsAcknowledged: false }));
const PAGER: AlertDestination = { id: 1, hearsAcknowledged: true };

type Telling = { destinations?: readonly AlertDestination[]; outcome?: (now: number) => MadeDelivery['outcome'] };

/** Goes through the instants, making what is due at each; `at` says what is then known of the alert, `outcome` what comes of what is made then. */
function tell(
  at: (now: number) => NotifiableAlert,
  instants: readonly number[],
  { destinations = plain(1), outcome = () => 'sent' }: Telling = {},
): MadeDelivery[] {
  const made: MadeDelivery[] = [];
  for (const now of instants)
    for (const due of dueDeliveries({ alerts: [at(now)], destinations, made }, now))
      made.push({ ...due, madeAt: now, wasTried: true, outcome: outcome(now) });
  return made;
}

const minutes = (count: number) => Array.from({ length: count }, (_, i) => i * 60_000);

describe('an alert is told', () => {
  test('at once, and again until it was told often enough', () => {
    const made = tell(() => ALERT, minutes(24 * 60));
    expect(made.map(({ madeAt, round }) => [madeAt, round])).toEqual(
      Array.from({ length: ROUNDS_MAX }, (_, i) => [i * REPEAT_EVERY_MS, i + 1]),
    );
  });

  test('not before it has lasted, not after somebody acknowledged it, and anew when it rises', () => {
    expect(tell(() => ({ ...ALERT, notifyFrom: 300_000 }), minutes(6))).toMatchObject([{ madeAt: 300_000 }]);
    const made = tell(
      (now) =>
        now < 1_200_000 ? { ...ALERT, acknowledgedAt: now < 60_000 ? null : 60_000 } : { ...ALERT, urgency: 3 },
      minutes(25),
    );
    expect(made.map(({ madeAt, round, urgency }) => [madeAt, round, urgency])).toEqual([
      [0, 1, 2],
      [1_200_000, 2, 3],
    ]);
  });

  test('once at each of its steps, where it has some', () => {
    const at = (now: number): NotifiableAlert => ({
      ...ALERT,
      ...(now < 3_600_000 ? { step: 3, notifyFrom: 60_000 } : { step: 6, notifyFrom: 3_600_000 }),
    });
    expect(tell(at, minutes(24 * 60)).map(({ madeAt, round }) => [madeAt, round])).toEqual([
      [60_000, 1],
      [3_600_000, 2],
    ]);
  });

  test('not while its cause is gone, and again when it is back, also where it was told often enough an hour ago', () => {
    expect(tell((now) => ({ ...ALERT, isGone: now >= 60_000 }), minutes(60))).toHaveLength(1);
    const backAt = 2 * REPEAT_EVERY_MS;
    const soon = tell(
      (now) => ({ ...ALERT, isGone: now > 0 && now < backAt, onSince: now < backAt ? 0 : backAt }),
      minutes(30),
    );
    expect(soon.map(({ madeAt }) => madeAt)).toEqual([0, backAt]);
    const dayLong = (now: number) => Math.floor(now / RETURN_EVERY_MS) * RETURN_EVERY_MS; // it comes back on the hour
    const often = tell((now) => ({ ...ALERT, onSince: dayLong(now) }), minutes(4 * 60));
    expect(often.map(({ madeAt }) => madeAt / 60_000)).toEqual([0, 10, 20, 30, 40, 50, 110, 170, 230]);
  });

  // An outage that comes back within minutes, as after a roll-back that did not hold; PagerDuty and Opsgenie notify of it as of a new one.
  test('at once when it is back, but three times an hour at most where it comes and goes all the time', () => {
    const backAt = 5 * 60_000;
    const once = tell(
      (now) => ({ ...ALERT, isGone: now > 60_000 && now < backAt, onSince: now < backAt ? 0 : backAt }),
      minutes(10),
    );
    expect(once.map(({ madeAt }) => madeAt)).toEqual([0, backAt]);
    const everyTwo = (now: number) => ({ ...ALERT, isGone: now % 120_000 !== 0, onSince: now }); // up and down every minute
    expect(tell(everyTwo, minutes(50)).map(({ madeAt }) => madeAt / 60_000)).toEqual([0, 2, 4, 14, 24, 34]);
    const acknowledged = tell((now) => ({ ...everyTwo(now), acknowledgedAt: now === 0 ? null : 1 }), minutes(50));
    expect(acknowledged.map(({ madeAt }) => madeAt)).toEqual([0]);
  });

  test('over once, to whoever may have heard of it', () => {
    const made = tell((now) => ({ ...ALERT, endedAt: now < 60_000 ? null : 60_000 }), minutes(60));
    expect(made.map(({ event, madeAt }) => [event, madeAt])).toEqual([
      ['raised', 0],
      ['ended', 60_000],
    ]);
    const untried = made.slice(0, 1).map((one) => ({ ...one, wasTried: false }));
    expect(
      dueDeliveries({ alerts: [{ ...ALERT, endedAt: 1 }], destinations: plain(1), made: untried }, 60_000),
    ).toEqual([]);
    expect(dueDeliveries({ alerts: [{ ...ALERT, endedAt: 1 }], destinations: plain(2), made }, 60_000)).toEqual([]);
  });

  test('for as long as it did not arrive, and as often as else once it does', () => {
    const hourOfOutage = 60 * 60_000;
    const made = tell(() => ALERT, minutes(5 * 60), { outcome: (now) => (now < hourOfOutage ? 'failed' : 'sent') });
    expect(made.map(({ madeAt }) => madeAt)).toEqual(
      Array.from({ length: 6 + ROUNDS_MAX }, (_, i) => i * REPEAT_EVERY_MS),
    );
    const ended = tell((now) => ({ ...ALERT, endedAt: now < 60_000 ? null : 60_000 }), minutes(60), {
      outcome: (now) => (now < 25 * 60_000 ? 'failed' : 'sent'),
    });
    expect(ended.filter(({ event }) => event === 'ended').map(({ madeAt }) => madeAt / 60_000)).toEqual([
      1, 11, 21, 31,
    ]);
  });

  test('not again while nobody knows what came of the last time, but at once where it got worse', () => {
    const waiting = { outcome: () => null };
    expect(tell(() => ALERT, minutes(60), waiting)).toHaveLength(1);
    expect(
      tell((now) => ({ ...ALERT, urgency: now < 60_000 ? 2 : 3 }), minutes(60), waiting).map(({ madeAt, urgency }) => [
        madeAt,
        urgency,
      ]),
    ).toEqual([
      [0, 2],
      [60_000, 3],
    ]);
  });

  test('to what pages people by itself, and that somebody looks after it, each time that somebody does', () => {
    const at = (now: number): NotifiableAlert => {
      const minute = now / 60_000;
      if (minute >= 30) return { ...ALERT, urgency: 3, endedAt: 30 * 60_000 };
      if (minute >= 20) return { ...ALERT, urgency: 3, acknowledgedAt: minute < 25 ? null : 25 * 60_000 };
      return { ...ALERT, acknowledgedAt: minute < 5 ? null : 5 * 60_000 };
    };
    expect(
      tell(at, minutes(60), { destinations: [PAGER] }).map(({ event, urgency, madeAt }) => [
        event,
        urgency,
        madeAt / 60_000,
      ]),
    ).toEqual([
      ['raised', 2, 0],
      ['acknowledged', 2, 5],
      ['raised', 3, 20],
      ['acknowledged', 3, 25],
      ['ended', 3, 30],
    ]);
    expect(tell((now) => ({ ...ALERT, acknowledgedAt: 0, notifyFrom: now }), [0], { destinations: [PAGER] })).toEqual(
      [],
    );
  });

  test('not to the destination that it is about', () => {
    const due = dueDeliveries({ alerts: [{ ...ALERT, exceptFor: 1 }], destinations: plain(1, 2), made: [] }, 0);
    expect(due.map(({ destinationId }) => destinationId)).toEqual([2]);
  });

  test('to a destination that was added meanwhile, and to none that was removed', () => {
    const made = tell(() => ALERT, [0]);
    expect(dueDeliveries({ alerts: [ALERT], destinations: plain(2), made }, REPEAT_EVERY_MS)).toEqual([
      { alertId: 1, destinationId: 2, event: 'raised', round: 1, urgency: 2 },
    ]);
  });
});

/** What happens to an alert at some instant, in the order of time. */
const happening = fc.record({
  afterMs: fc.integer({ min: 0, max: 2 * REPEAT_EVERY_MS }),
  what: fc.constantFrom('look', 'look', 'look', 'acknowledge', 'rise', 'end', 'add destination'),
});

describe('whatever happens', () => {
  test('nothing is repeated before its time, told after it was acknowledged or ended, or told too often', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 60 }), (happenings) => {
        const made: MadeDelivery[] = [];
        let destinationIds = [1];
        const known = () => ({
          alerts: [alert],
          destinations: destinationIds.map((id) => ({ id, hearsAcknowledged: id % 2 === 0 })),
          made,
        });
        let alert = ALERT;
        let now = 0;
        for (const { afterMs, what } of happenings) {
          now += afterMs;
          if (what === 'acknowledge') alert = { ...alert, acknowledgedAt: now };
          if (what === 'rise' && alert.urgency < 3 && alert.endedAt === null)
            alert = { ...alert, urgency: (alert.urgency + 1) as Urgency, acknowledgedAt: null };
          if (what === 'end') alert = { ...alert, endedAt: alert.endedAt ?? now };
          if (what === 'add destination') destinationIds = [...destinationIds, destinationIds.length + 1];
          const due = dueDeliveries(known(), now);
          const turned = dueDeliveries(
            { alerts: [alert], destinations: known().destinations.toReversed(), made: made.toReversed() },
            now,
          );
          expect(turned.toSorted((a, b) => a.destinationId - b.destinationId)).toEqual(due);
          if (alert.acknowledgedAt !== null || alert.endedAt !== null)
            expect(due.filter(({ event }) => event === 'raised')).toEqual([]);
          made.push(...due.map((one) => ({ ...one, madeAt: now, wasTried: true, outcome: 'sent' as const })));
          expect(dueDeliveries(known(), now)).toEqual([]);
        }
        for (const destinationId of destinationIds) {
          const own = made.filter((one) => one.destinationId === destinationId);
          expect(own.filter(({ event }) => event === 'ended').length).toBeLessThanOrEqual(1);
          expect(new Set(own.map(({ event, round }) => `${event} ${round}`)).size).toBe(own.length);
          for (const urgency of [1, 2, 3]) {
            const told = own.filter((one) => one.event === 'raised' && one.urgency === urgency);
            expect(told.length).toBeLessThanOrEqual(ROUNDS_MAX);
            for (const [i, one] of told.slice(1).entries())
              expect(one.madeAt - (told[i]?.madeAt ?? 0)).toBeGreaterThanOrEqual(REPEAT_EVERY_MS);
          }
        }
      }),
    );
  });
});

describe('a delivery', () => {
  test.each([
    [200, 'sent'],
    [202, 'sent'],
    [301, 'redirected'],
    [400, 'refused'],
    [408, 'failed'],
    [410, 'gone'],
    [429, 'failed'],
    [500, 'failed'],
    [503, 'failed'],
  ] as const)('that is answered with %i was %s', (status, result) => expect(resultOfStatus(status)).toBe(result));

  test('is tried at once, after five seconds and after five minutes, where that may help', () => {
    expect([1, 2, TRIES_MAX].map((tries) => nextTryAt('failed', tries, 1_000))).toEqual([6_000, 301_000, null]);
    for (const result of ['timed_out', 'unreachable'] as const) expect(nextTryAt(result, 1, 0)).toBe(5_000);
    for (const result of ['sent', 'gone', 'refused', 'redirected', 'blocked'] as const)
      expect(nextTryAt(result, 1, 0)).toBeNull();
  });
});
