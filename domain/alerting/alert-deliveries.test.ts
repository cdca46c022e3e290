import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Urgency } from './alert.ts';
import {
  type AlertTarget,
  dueDeliveries,
  type MadeDelivery,
  nextTryAt,
  REPEAT_EVERY_MS,
  RETURN_EVERY_MS,
  ROUNDS_MAX,
  resultOfStatus,
  type TellableAlert,
  TRIES_MAX,
} from './alert-deliveries.ts';

const ALERT: TellableAlert = {
  id: 1,
  exceptFor: null,
  urgency: 2,
  step: 0,
  onSince: 0,
  tellFrom: 0,
  isGone: false,
  acknowledgedAt: null,
  endedAt: null,
};

const plain = (...ids: number[]): AlertTarget[] => ids.map((id) => ({ id, hearsAcknowledged: false }));
const PAGER: AlertTarget = { id: 1, hearsAcknowledged: true };

type Telling = { targets?: readonly AlertTarget[]; outcome?: (now: number) => MadeDelivery['outcome'] };

/** Goes through the instants, making what is due at each; `at` says what is then known of the alert, `outcome` what comes of what is made then. */
function tell(
  at: (now: number) => TellableAlert,
  instants: readonly number[],
  { targets = plain(1), outcome = () => 'sent' }: Telling = {},
): MadeDelivery[] {
  const made: MadeDelivery[] = [];
  for (const now of instants)
    for (const due of dueDeliveries({ alerts: [at(now)], targets, made }, now))
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
    expect(tell(() => ({ ...ALERT, tellFrom: 300_000 }), minutes(6))).toMatchObject([{ madeAt: 300_000 }]);
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
    const at = (now: number): TellableAlert => ({
      ...ALERT,
      ...(now < 3_600_000 ? { step: 3, tellFrom: 60_000 } : { step: 6, tellFrom: 3_600_000 }),
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
      ['told', 0],
      ['ended', 60_000],
    ]);
    const untried = made.slice(0, 1).map((one) => ({ ...one, wasTried: false }));
    expect(dueDeliveries({ alerts: [{ ...ALERT, endedAt: 1 }], targets: plain(1), made: untried }, 60_000)).toEqual([]);
    expect(dueDeliveries({ alerts: [{ ...ALERT, endedAt: 1 }], targets: plain(2), made }, 60_000)).toEqual([]);
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
    const at = (now: number): TellableAlert => {
      const minute = now / 60_000;
      if (minute >= 30) return { ...ALERT, urgency: 3, endedAt: 30 * 60_000 };
      if (minute >= 20) return { ...ALERT, urgency: 3, acknowledgedAt: minute < 25 ? null : 25 * 60_000 };
      return { ...ALERT, acknowledgedAt: minute < 5 ? null : 5 * 60_000 };
    };
    expect(
      tell(at, minutes(60), { targets: [PAGER] }).map(({ event, urgency, madeAt }) => [
        event,
        urgency,
        madeAt / 60_000,
      ]),
    ).toEqual([
      ['told', 2, 0],
      ['acknowledged', 2, 5],
      ['told', 3, 20],
      ['acknowledged', 3, 25],
      ['ended', 3, 30],
    ]);
    expect(tell((now) => ({ ...ALERT, acknowledgedAt: 0, tellFrom: now }), [0], { targets: [PAGER] })).toEqual([]);
  });

  test('not to the target that it is about', () => {
    const due = dueDeliveries({ alerts: [{ ...ALERT, exceptFor: 1 }], targets: plain(1, 2), made: [] }, 0);
    expect(due.map(({ targetId }) => targetId)).toEqual([2]);
  });

  test('to a target that was added meanwhile, and to none that was removed', () => {
    const made = tell(() => ALERT, [0]);
    expect(dueDeliveries({ alerts: [ALERT], targets: plain(2), made }, REPEAT_EVERY_MS)).toEqual([
      { alertId: 1, targetId: 2, event: 'told', round: 1, urgency: 2 },
    ]);
  });
});

/** What happens to an alert at some instant, in the order of time. */
const happening = fc.record({
  afterMs: fc.integer({ min: 0, max: 2 * REPEAT_EVERY_MS }),
  what: fc.constantFrom('look', 'look', 'look', 'acknowledge', 'rise', 'end', 'add target'),
});

describe('whatever happens', () => {
  test('nothing is repeated before its time, told after it was acknowledged or ended, or told too often', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 60 }), (happenings) => {
        const made: MadeDelivery[] = [];
        let targetIds = [1];
        const known = () => ({
          alerts: [alert],
          targets: targetIds.map((id) => ({ id, hearsAcknowledged: id % 2 === 0 })),
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
          if (what === 'add target') targetIds = [...targetIds, targetIds.length + 1];
          const due = dueDeliveries(known(), now);
          const turned = dueDeliveries(
            { alerts: [alert], targets: known().targets.toReversed(), made: made.toReversed() },
            now,
          );
          expect(turned.toSorted((a, b) => a.targetId - b.targetId)).toEqual(due);
          if (alert.acknowledgedAt !== null || alert.endedAt !== null)
            expect(due.filter(({ event }) => event === 'told')).toEqual([]);
          made.push(...due.map((one) => ({ ...one, madeAt: now, wasTried: true, outcome: 'sent' as const })));
          expect(dueDeliveries(known(), now)).toEqual([]);
        }
        for (const targetId of targetIds) {
          const own = made.filter((one) => one.targetId === targetId);
          expect(own.filter(({ event }) => event === 'ended').length).toBeLessThanOrEqual(1);
          expect(new Set(own.map(({ event, round }) => `${event} ${round}`)).size).toBe(own.length);
          for (const urgency of [1, 2, 3]) {
            const told = own.filter((one) => one.event === 'told' && one.urgency === urgency);
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
