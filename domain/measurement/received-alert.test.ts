import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Instant, valueAt } from '#domain/time/interval';
import { HEALTHS, type Health } from './probe.ts';
import { type Alert, applyAlert, closeFirings, type Firing, type ReportedAlert } from './received-alert.ts';
import { type AlertState, alertSteps, marksToStore } from './received-alert-steps.ts';

const seed = Number(process.env.FC_SEED ?? 20_220_330);
const numRuns = Number(process.env.FC_RUNS ?? 500);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const at = { receivedAt: 100 * HOUR, oldest: 52 * HOUR };
const firing = (startsAt: Instant, health: ReportedAlert['health'] = 'down'): ReportedAlert => ({
  startsAt,
  endsAt: null,
  health,
  knownForMs: null,
});
const resolved = (startsAt: Instant, endsAt: Instant, health: ReportedAlert['health'] = 'down'): ReportedAlert => ({
  startsAt,
  endsAt,
  health,
  knownForMs: null,
});
const known = (from: Instant, to: Instant | null, startsAt = from): Firing => ({
  startsAt,
  from,
  to,
  health: 'down',
  knownUntil: null,
});

describe('a notification about an alert', () => {
  test('makes it fire from startsAt to endsAt; repeats add nothing', () => {
    expect(applyAlert([], firing(90 * HOUR), at)).toEqual([known(90 * HOUR, null)]);
    expect(applyAlert([known(90 * HOUR, null)], resolved(90 * HOUR, 99 * HOUR), at)).toEqual([
      known(90 * HOUR, 99 * HOUR),
    ]);
    expect(applyAlert([], resolved(90 * HOUR, 99 * HOUR), at)).toEqual([known(90 * HOUR, 99 * HOUR)]);
    const fires = [known(90 * HOUR, null)];
    const ended = [known(90 * HOUR, 99 * HOUR)];
    expect(applyAlert(fires, firing(90 * HOUR), at)).toBe(fires);
    expect(applyAlert(ended, resolved(90 * HOUR, 99 * HOUR), at)).toBe(ended);
  });

  test('is cut off at the first admissible instant', () => {
    expect(applyAlert([], firing(HOUR), at)).toEqual([known(52 * HOUR, null, HOUR)]);
    expect(applyAlert([], resolved(HOUR, 99 * HOUR), at)).toEqual([known(52 * HOUR, 99 * HOUR, HOUR)]);
    expect(applyAlert([], resolved(HOUR, 2 * HOUR), at)).toEqual([known(52 * HOUR, 52 * HOUR, HOUR)]);
    expect(applyAlert([known(40 * HOUR, null)], resolved(40 * HOUR, 41 * HOUR), at)).toEqual([
      known(40 * HOUR, 52 * HOUR),
    ]);
  });

  test('that fires is late soon after the end; long after the end, the alert fires again', () => {
    const ended = [known(90 * HOUR, at.receivedAt - 5 * MINUTE)];
    expect(applyAlert(ended, firing(90 * HOUR), at)).toBe(ended);
    expect(applyAlert(ended, firing(90 * HOUR), { ...at, receivedAt: at.receivedAt + 1 })).toEqual([
      ...ended,
      known(at.receivedAt + 1, null, 90 * HOUR),
    ]);
  });

  test('with an end belongs to the period that it ends', () => {
    const again = known(95 * HOUR, null, 90 * HOUR);
    const twice = [known(90 * HOUR, 91 * HOUR), again];
    expect(applyAlert(twice, resolved(90 * HOUR, 97 * HOUR), at)).toEqual([
      known(90 * HOUR, 91 * HOUR),
      { ...again, to: 97 * HOUR },
    ]);
    const ended = [known(90 * HOUR, 91 * HOUR), { ...again, to: 97 * HOUR }];
    expect(applyAlert(ended, resolved(90 * HOUR, 91 * HOUR), at)).toBe(ended);
    expect(applyAlert(ended, resolved(90 * HOUR, 92 * HOUR), at)).toEqual([known(90 * HOUR, 92 * HOUR), ended[1]]);
  });

  test('that repeats the former end shows that a firing notification was late', () => {
    const twice = [known(90 * HOUR, 91 * HOUR), known(95 * HOUR, null, 90 * HOUR)];
    expect(applyAlert(twice, resolved(90 * HOUR, 91 * HOUR), at)).toEqual([known(90 * HOUR, 91 * HOUR)]);
    expect(applyAlert(twice, resolved(90 * HOUR, 92 * HOUR), at)).toEqual([known(90 * HOUR, 92 * HOUR)]);
  });
});

describe('one alert per fingerprint', () => {
  /** Returns the periods in which the alert fires after these notifications. */
  const periodsAfter = (...notifications: (ReportedAlert & { receivedAt: Instant })[]) => {
    let times: readonly Firing[] = [];
    for (const { receivedAt, ...one } of notifications)
      times = applyAlert(times, one, { receivedAt, oldest: -48 * HOUR });
    return closeFirings(times).map(({ from, to }) => [from, to]);
  };
  const received = (receivedAt: Instant, reported: ReportedAlert) => ({ receivedAt, ...reported });

  test('an end under a newer startsAt ends what is open under an older one', () => {
    const flap = [received(5_000, firing(0)), received(35_000, resolved(11_000, 25_000))] as const;
    expect(periodsAfter(...flap)).toEqual([
      [0, 11_000],
      [11_000, 25_000],
    ]);
    expect(periodsAfter(...flap.toReversed())).toEqual([
      [11_000, 25_000],
      [0, 11_000],
    ]);
  });

  test('an end that overwrote its start ends the alert, and a later cycle is independent', () => {
    expect(periodsAfter(received(2_000, firing(0)), received(62_000, resolved(60_000, 60_000)))).toEqual([
      [0, 60_000],
      [60_000, 60_000],
    ]);
    const later = [received(92_000, firing(90_000)), received(152_000, resolved(150_000, 150_000))];
    expect(periodsAfter(received(2_000, firing(0)), received(62_000, resolved(60_000, 60_000)), ...later)).toEqual([
      [0, 60_000],
      [60_000, 60_000],
      [90_000, 150_000],
      [150_000, 150_000],
    ]);
  });

  // Alertmanager merges the alerts of two Prometheus servers and keeps the earlier start (types/types.go, Alert.Merge): startsAt may move back.
  test('an end under an older startsAt ends what began before it', () => {
    expect(periodsAfter(received(12_000, firing(11_000)), received(35_000, resolved(9_000, 25_000)))).toEqual([
      [11_000, 25_000],
      [9_000, 25_000],
    ]);
  });

  test('a late end of the previous cycle does not end the current one', () => {
    expect(
      periodsAfter(received(5_000, firing(0)), received(12_000, firing(11_000)), received(13_000, resolved(0, 8_000))),
    ).toEqual([
      [0, 8_000],
      [11_000, null],
    ]);
  });

  test('firing under an older startsAt, long after its end, it fires again from the receipt', () => {
    const reported = [received(25_000, resolved(11_000, 25_000)), received(HOUR, firing(9_000))];
    expect(periodsAfter(...reported)).toEqual([
      [11_000, 25_000],
      [HOUR, null],
    ]);
    expect(periodsAfter(...reported, received(2 * HOUR, resolved(9_000, 1.5 * HOUR)))).toEqual([
      [11_000, 25_000],
      [HOUR, 1.5 * HOUR],
    ]);
  });
});

describe('an alert that must be repeated', () => {
  const reported = { ...firing(90 * HOUR), knownForMs: 12 * HOUR };
  const until = (knownUntil: Instant, change: Partial<Firing> = {}): Firing => ({
    ...known(90 * HOUR, null),
    knownUntil,
    ...change,
  });
  const apply = (times: readonly Firing[], one: ReportedAlert, receivedAt: Instant) =>
    applyAlert(times, one, { receivedAt, oldest: 0 });

  test('is known to fire for that time after its receipt, however long ago it began', () => {
    expect(apply([], reported, 100 * HOUR)).toEqual([until(112 * HOUR)]);
    expect(apply([until(112 * HOUR)], reported, 105 * HOUR)).toEqual([until(117 * HOUR)]);
    expect(apply([until(117 * HOUR)], reported, 105 * HOUR - 1)).toEqual([until(117 * HOUR)]);
  });

  test('fires from a repeat after a lapse or under a new start; the time between stays unknown', () => {
    const lapsed = until(112 * HOUR);
    const again = until(125 * HOUR, { from: 113 * HOUR });
    expect(apply([lapsed], reported, 112 * HOUR)).toEqual([lapsed, until(124 * HOUR, { from: 112 * HOUR })]);
    expect(apply([lapsed], reported, 113 * HOUR)).toEqual([lapsed, again]);
    expect(apply([lapsed], { ...reported, startsAt: 112.5 * HOUR }, 113 * HOUR)).toEqual([
      lapsed,
      until(125 * HOUR, { startsAt: 112.5 * HOUR, from: 112.5 * HOUR }),
    ]);
    expect(apply([lapsed, again], { ...reported, endsAt: 114 * HOUR }, 115 * HOUR)).toEqual([
      lapsed,
      { ...again, to: 114 * HOUR },
    ]);
  });

  test('does not fire again if its end is reported later, before the receipt of the repeat', () => {
    const lapsed = until(112 * HOUR);
    const again = until(125 * HOUR, { from: 113 * HOUR });
    expect(apply([lapsed, again], { ...reported, endsAt: 111 * HOUR }, 114 * HOUR)).toEqual([
      { ...lapsed, to: 111 * HOUR },
    ]);
  });

  test('needs no repetition after its end', () => {
    expect(apply([until(112 * HOUR)], { ...reported, endsAt: 101 * HOUR }, 102 * HOUR)).toEqual([
      until(112 * HOUR, { to: 101 * HOUR }),
    ]);
    expect(apply([], { ...reported, endsAt: 101 * HOUR }, 102 * HOUR)).toEqual([known(90 * HOUR, 101 * HOUR)]);
  });

  test('that reports only an unknown state never reports more', () => {
    const unsure = { ...reported, knownForMs: 0 };
    expect(apply([], unsure, 100 * HOUR)).toEqual([until(90 * HOUR)]);
    expect(apply([until(90 * HOUR)], unsure, 105 * HOUR)).toEqual([until(90 * HOUR)]);
    expect(apply([], { ...unsure, endsAt: 95 * HOUR }, 105 * HOUR)).toEqual([until(90 * HOUR, { to: 95 * HOUR })]);
  });

  test('changes its health at the next repeat when its severity has another meaning', () => {
    expect(apply([until(112 * HOUR)], { ...reported, health: 'degraded' }, 105 * HOUR)).toEqual([
      until(112 * HOUR, { to: 105 * HOUR }),
      until(117 * HOUR, { from: 105 * HOUR, health: 'degraded' }),
    ]);
  });
});

type Notification = ReportedAlert & { id: number };
const arbitraryAlert = fc.record({
  startsAt: fc.integer({ min: 1, max: 30 }).map((n) => n * 1_000),
  lastsMs: fc.option(fc.integer({ min: 0, max: 20 }).map((n) => n * 1_000)),
  health: fc.constantFrom('degraded' as const, 'down' as const),
});
const arbitraryOrder = fc.array(fc.integer({ min: 0, max: 99 }), { minLength: 20, maxLength: 20 });

const named = (alerts: ReadonlyMap<number, readonly Firing[]>): Alert[] =>
  [...alerts].flatMap(([id, times]) => times.map((time) => ({ ...time, fingerprint: `f${id}` })));

/** Applies notifications as the server does: periods per alert, and the worse of two probes at one instant. */
function applyAll(
  notifications: readonly Notification[],
  apartMs = 0,
): { alerts: Map<number, readonly Firing[]>; stored: Map<Instant, Health> } {
  const alerts = new Map<number, readonly Firing[]>();
  const stored = new Map<Instant, Health>();
  const ascending = () => [...stored].map(([t, value]) => ({ at: t, value })).sort((a, b) => a.at - b.at);
  for (const [i, one] of notifications.entries()) {
    alerts.set(one.id, applyAlert(alerts.get(one.id) ?? [], one, { receivedAt: 60_000 + i * apartMs, oldest: 0 }));
    for (const { at: t, value } of marksToStore({ probes: ascending(), lapses: [] }, alertSteps(named(alerts)), 0)
      .probes) {
      const before = stored.get(t);
      stored.set(t, before && HEALTHS.indexOf(before) > HEALTHS.indexOf(value) ? before : value);
    }
  }
  return { alerts, stored };
}

const spansOf = (times: readonly Firing[] = []) =>
  times.filter(({ from, to }) => to !== from).map(({ from, to, health }) => ({ from, to, health }));

test(`repeated ends leave each alert as it was, however late and in whatever order notifications arrive (seed ${seed})`, () => {
  fc.assert(
    fc.property(
      fc.array(arbitraryAlert, { minLength: 1, maxLength: 4 }),
      arbitraryOrder,
      fc.integer({ min: 1, max: 12 }),
      (alerts, order, minutesApart) => {
        const notifications = alerts.flatMap(({ startsAt, lastsMs, health }, id): Notification[] => {
          const endsAt = startsAt + (lastsMs ?? 0) + 1;
          return [
            { id, startsAt, endsAt: null, health, knownForMs: null },
            { id, startsAt, endsAt, health, knownForMs: null },
            { id, startsAt, endsAt: null, health, knownForMs: null },
          ];
        });
        const shuffled = notifications
          .map((one, i) => ({ one, key: (order[i] as number) * 100 + i }))
          .sort((a, b) => a.key - b.key);
        const ends = notifications.filter(({ endsAt }) => endsAt !== null);
        const { alerts: periods, stored } = applyAll(
          [...shuffled.map(({ one }) => one), ...ends],
          minutesApart * MINUTE,
        );
        for (const { id, startsAt, endsAt, health } of ends)
          expect(spansOf(periods.get(id))).toEqual([{ from: startsAt, to: endsAt, health }]);
        expect([...stored].sort(([a], [b]) => a - b).at(-1)?.[1]).toBe('up');
      },
    ),
    { seed, numRuns },
  );
});

test(`the record matches the alerts to a few milliseconds, whatever the order and repetition of notifications (seed ${seed})`, () => {
  fc.assert(
    fc.property(
      fc.array(arbitraryAlert, { minLength: 1, maxLength: 5 }),
      arbitraryOrder,
      fc.boolean(),
      (alerts, order, isTwice) => {
        const notifications = alerts.flatMap(({ startsAt, lastsMs, health }, id): Notification[] => [
          { id, startsAt, endsAt: null, health, knownForMs: null },
          ...(lastsMs === null ? [] : [{ id, startsAt, endsAt: startsAt + lastsMs, health, knownForMs: null }]),
        ]);
        const shuffled = [...notifications, ...(isTwice ? notifications : [])]
          .map((one, i) => ({ one, key: (order[i] as number) * 100 + i }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => one);
        const { stored } = applyAll(shuffled);
        const steps = [...stored].map(([t, value]) => ({ at: t, value })).sort((a, b) => a.at - b.at);
        const truth = alertSteps(
          alerts.map(({ startsAt, lastsMs, health }, id) => ({
            fingerprint: `f${id}`,
            startsAt,
            from: startsAt,
            to: lastsMs === null ? null : startsAt + lastsMs,
            health,
            knownUntil: null,
          })),
        );
        for (let t = 0; t <= 60_000; t += 500)
          expect([t, valueAt<Health | null>(steps, t + 10, null) ?? 'up']).toEqual([
            t,
            valueAt<AlertState | null>(truth, t, null) ?? 'up',
          ]);
      },
    ),
    { seed, numRuns },
  );
});

const arbitraryCycles = fc.array(
  fc.record({
    pauseMs: fc.integer({ min: 1, max: 5 }),
    lastsMs: fc.integer({ min: 0, max: 5 }),
    isReported: fc.boolean(),
  }),
  {
    minLength: 1,
    maxLength: 6,
  },
);

test(`cycles of one alert leave it ended, in any order and with missing notifications (seed ${seed})`, () => {
  fc.assert(
    fc.property(arbitraryCycles, arbitraryOrder, (cycles, order) => {
      let at = 0;
      const spans = cycles.map(({ pauseMs, lastsMs, isReported }, i) => {
        const startsAt = at + pauseMs * 1_000;
        at = startsAt + lastsMs * 1_000;
        return { startsAt, endsAt: at, isReported: isReported || i === cycles.length - 1 };
      });
      const notifications = spans.flatMap(({ startsAt, endsAt, isReported }): Notification[] => [
        { id: 0, startsAt, endsAt: null, health: 'down', knownForMs: null },
        ...(isReported ? [{ id: 0, startsAt, endsAt, health: 'down' as const, knownForMs: null }] : []),
      ]);
      const shuffled = notifications
        .map((one, i) => ({ one, key: (order[i] as number) * 100 + i }))
        .sort((a, b) => a.key - b.key);
      const { alerts } = applyAll(shuffled.map(({ one }) => one));
      const steps = alertSteps(named(alerts));
      for (let t = 0; t <= 60_000; t += 500) {
        const cycle = spans.findLast(({ startsAt }) => startsAt <= t);
        const next = spans.find(({ startsAt }) => startsAt > t);
        const isDown =
          cycle !== undefined && t < (cycle.isReported ? cycle.endsAt : (next?.startsAt ?? Number.POSITIVE_INFINITY));
        expect([t, valueAt<AlertState | null>(steps, t, 'up')]).toEqual([t, isDown ? 'down' : 'up']);
      }
    }),
    { seed, numRuns },
  );
});
