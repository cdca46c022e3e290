import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { verdictOf } from '#domain/delivery/attempt';
import type { Urgency } from './alert.ts';
import {
  ALERT_RETRIES,
  type AlertDestination,
  attemptOf,
  dueDeliveries,
  type MadeDelivery,
  type NotifiableAlert,
  REPEAT_EVERY_MS,
  RETURN_EVERY_MS,
  ROUNDS_MAX,
  resultOfStatus,
  TRIES_MAX,
  type TryResult,
} from './alert-deliveries.ts';

const ALERT: NotifiableAlert = {
  id: 1,
  exceptFor: null,
  urgency: 2,
  step: 0,
  activeSince: 0,
  notifyFrom: 0,
  isCleared: false,
  acknowledgedAt: null,
  endedAt: null,
};

const plain = (...ids: number[]): AlertDestination[] => ids.map((id) => ({ id, acceptsAcknowledgement: false }));
const PAGER: AlertDestination = { id: 1, acceptsAcknowledgement: true };

type Setup = { destinations?: readonly AlertDestination[]; outcome?: (now: number) => MadeDelivery['outcome'] };

/** Makes the deliveries that are due at each instant. `at` returns the alert as it is then, `outcome` the result of a delivery made then. */
function deliver(
  at: (now: number) => NotifiableAlert,
  instants: readonly number[],
  { destinations = plain(1), outcome = () => 'sent' }: Setup = {},
): MadeDelivery[] {
  const made: MadeDelivery[] = [];
  for (const now of instants)
    for (const due of dueDeliveries({ alerts: [at(now)], destinations, made }, now))
      made.push({ ...due, madeAt: now, wasTried: true, outcome: outcome(now) });
  return made;
}

const minutes = (count: number) => Array.from({ length: count }, (_, i) => i * 60_000);

describe('an alert is sent', () => {
  test('at once, and again up to the maximum number of rounds', () => {
    const made = deliver(() => ALERT, minutes(24 * 60));
    expect(made.map(({ madeAt, round }) => [madeAt, round])).toEqual(
      Array.from({ length: ROUNDS_MAX }, (_, i) => [i * REPEAT_EVERY_MS, i + 1]),
    );
  });

  test('not before notifyFrom, not after it was acknowledged, and again when it becomes more urgent', () => {
    expect(deliver(() => ({ ...ALERT, notifyFrom: 300_000 }), minutes(6))).toMatchObject([{ madeAt: 300_000 }]);
    const made = deliver(
      (now) =>
        now < 1_200_000 ? { ...ALERT, acknowledgedAt: now < 60_000 ? null : 60_000 } : { ...ALERT, urgency: 3 },
      minutes(25),
    );
    expect(made.map(({ madeAt, round, urgency }) => [madeAt, round, urgency])).toEqual([
      [0, 1, 2],
      [1_200_000, 2, 3],
    ]);
  });

  test('once per step, if it has steps', () => {
    const at = (now: number): NotifiableAlert => ({
      ...ALERT,
      ...(now < 3_600_000 ? { step: 3, notifyFrom: 60_000 } : { step: 6, notifyFrom: 3_600_000 }),
    });
    expect(deliver(at, minutes(24 * 60)).map(({ madeAt, round }) => [madeAt, round])).toEqual([
      [60_000, 1],
      [3_600_000, 2],
    ]);
  });

  test('not while its cause is cleared, and again when the cause returns, even an hour after the last round', () => {
    expect(deliver((now) => ({ ...ALERT, isCleared: now >= 60_000 }), minutes(60))).toHaveLength(1);
    const backAt = 2 * REPEAT_EVERY_MS;
    const soon = deliver(
      (now) => ({ ...ALERT, isCleared: now > 0 && now < backAt, activeSince: now < backAt ? 0 : backAt }),
      minutes(30),
    );
    expect(soon.map(({ madeAt }) => madeAt)).toEqual([0, backAt]);
    const hourStart = (now: number) => Math.floor(now / RETURN_EVERY_MS) * RETURN_EVERY_MS; // it comes back on the hour
    const often = deliver((now) => ({ ...ALERT, activeSince: hourStart(now) }), minutes(4 * 60));
    expect(often.map(({ madeAt }) => madeAt / 60_000)).toEqual([0, 10, 20, 30, 40, 50, 110, 170, 230]);
  });

  // For example, a rollback that did not hold. PagerDuty and Opsgenie notify of such a return as of a new alert.
  test('at once when its cause returns, but at most three times an hour while it flaps', () => {
    const backAt = 5 * 60_000;
    const once = deliver(
      (now) => ({ ...ALERT, isCleared: now > 60_000 && now < backAt, activeSince: now < backAt ? 0 : backAt }),
      minutes(10),
    );
    expect(once.map(({ madeAt }) => madeAt)).toEqual([0, backAt]);
    const everyTwo = (now: number) => ({ ...ALERT, isCleared: now % 120_000 !== 0, activeSince: now }); // up and down every minute
    expect(deliver(everyTwo, minutes(50)).map(({ madeAt }) => madeAt / 60_000)).toEqual([0, 2, 4, 14, 24, 34]);
    const acknowledged = deliver((now) => ({ ...everyTwo(now), acknowledgedAt: now === 0 ? null : 1 }), minutes(50));
    expect(acknowledged.map(({ madeAt }) => madeAt)).toEqual([0]);
  });

  test('with its end, once, to destinations that may have received it', () => {
    const made = deliver((now) => ({ ...ALERT, endedAt: now < 60_000 ? null : 60_000 }), minutes(60));
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

  test('until it arrives, and then as often as usual', () => {
    const hourOfOutage = 60 * 60_000;
    const made = deliver(() => ALERT, minutes(5 * 60), { outcome: (now) => (now < hourOfOutage ? 'failed' : 'sent') });
    expect(made.map(({ madeAt }) => madeAt)).toEqual(
      Array.from({ length: 6 + ROUNDS_MAX }, (_, i) => i * REPEAT_EVERY_MS),
    );
    const ended = deliver((now) => ({ ...ALERT, endedAt: now < 60_000 ? null : 60_000 }), minutes(60), {
      outcome: (now) => (now < 25 * 60_000 ? 'failed' : 'sent'),
    });
    expect(ended.filter(({ event }) => event === 'ended').map(({ madeAt }) => madeAt / 60_000)).toEqual([
      1, 11, 21, 31,
    ]);
  });

  test('not again while a delivery is pending, but at once when it becomes more urgent', () => {
    const waiting = { outcome: () => null };
    expect(deliver(() => ALERT, minutes(60), waiting)).toHaveLength(1);
    expect(
      deliver((now) => ({ ...ALERT, urgency: now < 60_000 ? 2 : 3 }), minutes(60), waiting).map(
        ({ madeAt, urgency }) => [madeAt, urgency],
      ),
    ).toEqual([
      [0, 2],
      [60_000, 3],
    ]);
  });

  test('with each acknowledgement to a destination that pages people', () => {
    const at = (now: number): NotifiableAlert => {
      const minute = now / 60_000;
      if (minute >= 30) return { ...ALERT, urgency: 3, endedAt: 30 * 60_000 };
      if (minute >= 20) return { ...ALERT, urgency: 3, acknowledgedAt: minute < 25 ? null : 25 * 60_000 };
      return { ...ALERT, acknowledgedAt: minute < 5 ? null : 5 * 60_000 };
    };
    expect(
      deliver(at, minutes(60), { destinations: [PAGER] }).map(({ event, urgency, madeAt }) => [
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
    expect(
      deliver((now) => ({ ...ALERT, acknowledgedAt: 0, notifyFrom: now }), [0], { destinations: [PAGER] }),
    ).toEqual([]);
  });

  test('not to the destination that it is about', () => {
    const due = dueDeliveries({ alerts: [{ ...ALERT, exceptFor: 1 }], destinations: plain(1, 2), made: [] }, 0);
    expect(due.map(({ destinationId }) => destinationId)).toEqual([2]);
  });

  test('to a destination that was added later, and not to one that was removed', () => {
    const made = deliver(() => ALERT, [0]);
    expect(dueDeliveries({ alerts: [ALERT], destinations: plain(2), made }, REPEAT_EVERY_MS)).toEqual([
      { alertId: 1, destinationId: 2, event: 'raised', round: 1, urgency: 2 },
    ]);
  });
});

/** An event of an alert, in order of time. */
const randomEvent = fc.record({
  afterMs: fc.integer({ min: 0, max: 2 * REPEAT_EVERY_MS }),
  what: fc.constantFrom('look', 'look', 'look', 'acknowledge', 'rise', 'end', 'add destination'),
});

describe('in any order of events', () => {
  test('nothing is repeated too early, sent after an acknowledgement or the end, or sent too often', () => {
    fc.assert(
      fc.property(fc.array(randomEvent, { maxLength: 60 }), (events) => {
        const made: MadeDelivery[] = [];
        let destinationIds = [1];
        const known = () => ({
          alerts: [alert],
          destinations: destinationIds.map((id) => ({ id, acceptsAcknowledgement: id % 2 === 0 })),
          made,
        });
        let alert = ALERT;
        let now = 0;
        for (const { afterMs, what } of events) {
          now += afterMs;
          if (what === 'acknowledge') alert = { ...alert, acknowledgedAt: now };
          if (what === 'rise' && alert.urgency < 3 && alert.endedAt === null)
            alert = { ...alert, urgency: (alert.urgency + 1) as Urgency, acknowledgedAt: null };
          if (what === 'end') alert = { ...alert, endedAt: alert.endedAt ?? now };
          if (what === 'add destination') destinationIds = [...destinationIds, destinationIds.length + 1];
          const due = dueDeliveries(known(), now);
          const reordered = dueDeliveries(
            { alerts: [alert], destinations: known().destinations.toReversed(), made: made.toReversed() },
            now,
          );
          expect(reordered.toSorted((a, b) => a.destinationId - b.destinationId)).toEqual(due);
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
            const raised = own.filter((one) => one.event === 'raised' && one.urgency === urgency);
            expect(raised.length).toBeLessThanOrEqual(ROUNDS_MAX);
            for (const [i, one] of raised.slice(1).entries())
              expect(one.madeAt - (raised[i]?.madeAt ?? 0)).toBeGreaterThanOrEqual(REPEAT_EVERY_MS);
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
  ] as const)('answered with %i counts as %s', (status, result) => expect(resultOfStatus(status)).toBe(result));

  test('is tried at once, after five seconds and after five minutes, if a retry can help', () => {
    const nextTryAt = (result: TryResult, tries: number, now: number) => {
      const verdict = verdictOf(attemptOf(result), { tries, now, chance: 0, plan: ALERT_RETRIES });
      return verdict.state === 'due' ? verdict.dueAt : null;
    };
    expect([1, 2, TRIES_MAX].map((tries) => nextTryAt('failed', tries, 1_000))).toEqual([6_000, 301_000, null]);
    for (const result of ['timed_out', 'unreachable'] as const) expect(nextTryAt(result, 1, 0)).toBe(5_000);
    for (const result of ['sent', 'gone', 'refused', 'redirected', 'blocked'] as const)
      expect(nextTryAt(result, 1, 0)).toBeNull();
  });
});
