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

describe('hearing of an alert', () => {
  test('it fires from startsAt on, to endsAt once it is resolved; repeats add nothing', () => {
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

  test('what lies before the first admissible instant is cut off there', () => {
    expect(applyAlert([], firing(HOUR), at)).toEqual([known(52 * HOUR, null, HOUR)]);
    expect(applyAlert([], resolved(HOUR, 99 * HOUR), at)).toEqual([known(52 * HOUR, 99 * HOUR, HOUR)]);
    expect(applyAlert([], resolved(HOUR, 2 * HOUR), at)).toEqual([known(52 * HOUR, 52 * HOUR, HOUR)]);
    expect(applyAlert([known(40 * HOUR, null)], resolved(40 * HOUR, 41 * HOUR), at)).toEqual([
      known(40 * HOUR, 52 * HOUR),
    ]);
  });

  test('told to fire soon after its end it was overtaken on the way; long after, it fires again', () => {
    const ended = [known(90 * HOUR, at.receivedAt - 5 * MINUTE)];
    expect(applyAlert(ended, firing(90 * HOUR), at)).toBe(ended);
    expect(applyAlert(ended, firing(90 * HOUR), { ...at, receivedAt: at.receivedAt + 1 })).toEqual([
      ...ended,
      known(at.receivedAt + 1, null, 90 * HOUR),
    ]);
  });

  test('an end belongs to the time that it ends', () => {
    const again = known(95 * HOUR, null, 90 * HOUR);
    const twice = [known(90 * HOUR, 91 * HOUR), again];
    expect(applyAlert(twice, resolved(90 * HOUR, 97 * HOUR), at)).toEqual([
      known(90 * HOUR, 91 * HOUR),
      { ...again, to: 97 * HOUR },
    ]);
    const over = [known(90 * HOUR, 91 * HOUR), { ...again, to: 97 * HOUR }];
    expect(applyAlert(over, resolved(90 * HOUR, 91 * HOUR), at)).toBe(over);
    expect(applyAlert(over, resolved(90 * HOUR, 92 * HOUR), at)).toEqual([known(90 * HOUR, 92 * HOUR), over[1]]);
  });

  test('told of its former end once more it did not fire again: the word of it was late', () => {
    const twice = [known(90 * HOUR, 91 * HOUR), known(95 * HOUR, null, 90 * HOUR)];
    expect(applyAlert(twice, resolved(90 * HOUR, 91 * HOUR), at)).toEqual([known(90 * HOUR, 91 * HOUR)]);
    expect(applyAlert(twice, resolved(90 * HOUR, 92 * HOUR), at)).toEqual([known(90 * HOUR, 92 * HOUR)]);
  });
});

describe('one alert per fingerprint', () => {
  /** Times for which the alert fires once all of `told` was heard, each `receivedAt` its number of seconds. */
  const heard = (...told: (ReportedAlert & { receivedAt: Instant })[]) => {
    let times: readonly Firing[] = [];
    for (const { receivedAt, ...one } of told) times = applyAlert(times, one, { receivedAt, oldest: -48 * HOUR });
    return closeFirings(times).map(({ from, to }) => [from, to]);
  };
  const tell = (receivedAt: Instant, told: ReportedAlert) => ({ receivedAt, ...told });

  test('an end under a newer startsAt ends what is open under an older one', () => {
    const flap = [tell(5_000, firing(0)), tell(35_000, resolved(11_000, 25_000))] as const;
    expect(heard(...flap)).toEqual([
      [0, 11_000],
      [11_000, 25_000],
    ]);
    expect(heard(...flap.toReversed())).toEqual([
      [11_000, 25_000],
      [0, 11_000],
    ]);
  });

  test('an end whose start was overwritten by it ends the alert, and a later cycle is evaluated by itself', () => {
    expect(heard(tell(2_000, firing(0)), tell(62_000, resolved(60_000, 60_000)))).toEqual([
      [0, 60_000],
      [60_000, 60_000],
    ]);
    const later = [tell(92_000, firing(90_000)), tell(152_000, resolved(150_000, 150_000))];
    expect(heard(tell(2_000, firing(0)), tell(62_000, resolved(60_000, 60_000)), ...later)).toEqual([
      [0, 60_000],
      [60_000, 60_000],
      [90_000, 150_000],
      [150_000, 150_000],
    ]);
  });

  // Alertmanager merges the alerts of two Prometheus servers and keeps the earlier start (types/types.go, Alert.Merge): startsAt may move back.
  test('an end under an older startsAt ends what began before it', () => {
    expect(heard(tell(12_000, firing(11_000)), tell(35_000, resolved(9_000, 25_000)))).toEqual([
      [11_000, 25_000],
      [9_000, 25_000],
    ]);
  });

  test('a late end of the cycle before does not end the one that goes on', () => {
    expect(heard(tell(5_000, firing(0)), tell(12_000, firing(11_000)), tell(13_000, resolved(0, 8_000)))).toEqual([
      [0, 8_000],
      [11_000, null],
    ]);
  });

  test('told to fire under an older startsAt, long after its end, it fires again from then on', () => {
    const told = [tell(25_000, resolved(11_000, 25_000)), tell(HOUR, firing(9_000))];
    expect(heard(...told)).toEqual([
      [11_000, 25_000],
      [HOUR, null],
    ]);
    expect(heard(...told, tell(2 * HOUR, resolved(9_000, 1.5 * HOUR)))).toEqual([
      [11_000, 25_000],
      [HOUR, 1.5 * HOUR],
    ]);
  });
});

describe('an alert that must be repeated', () => {
  const told = { ...firing(90 * HOUR), knownForMs: 12 * HOUR };
  const until = (knownUntil: Instant, change: Partial<Firing> = {}): Firing => ({
    ...known(90 * HOUR, null),
    knownUntil,
    ...change,
  });
  const hear = (times: readonly Firing[], one: ReportedAlert, receivedAt: Instant) =>
    applyAlert(times, one, { receivedAt, oldest: 0 });

  test('is known to fire until that time has passed since it was told, however long ago it began', () => {
    expect(hear([], told, 100 * HOUR)).toEqual([until(112 * HOUR)]);
    expect(hear([until(112 * HOUR)], told, 105 * HOUR)).toEqual([until(117 * HOUR)]);
    expect(hear([until(117 * HOUR)], told, 105 * HOUR - 1)).toEqual([until(117 * HOUR)]);
  });

  test('repeated after it lapsed, or under a new start, it fires from then on; what is between stays unknown', () => {
    const lapsed = until(112 * HOUR);
    const again = until(125 * HOUR, { from: 113 * HOUR });
    expect(hear([lapsed], told, 112 * HOUR)).toEqual([lapsed, until(124 * HOUR, { from: 112 * HOUR })]);
    expect(hear([lapsed], told, 113 * HOUR)).toEqual([lapsed, again]);
    expect(hear([lapsed], { ...told, startsAt: 112.5 * HOUR }, 113 * HOUR)).toEqual([
      lapsed,
      until(125 * HOUR, { startsAt: 112.5 * HOUR, from: 112.5 * HOUR }),
    ]);
    expect(hear([lapsed, again], { ...told, endsAt: 114 * HOUR }, 115 * HOUR)).toEqual([
      lapsed,
      { ...again, to: 114 * HOUR },
    ]);
  });

  test('whose end was told after all, before the word by which it resumed, did not resume', () => {
    const lapsed = until(112 * HOUR);
    const again = until(125 * HOUR, { from: 113 * HOUR });
    expect(hear([lapsed, again], { ...told, endsAt: 111 * HOUR }, 114 * HOUR)).toEqual([{ ...lapsed, to: 111 * HOUR }]);
  });

  test('once ended needs no repetition', () => {
    expect(hear([until(112 * HOUR)], { ...told, endsAt: 101 * HOUR }, 102 * HOUR)).toEqual([
      until(112 * HOUR, { to: 101 * HOUR }),
    ]);
    expect(hear([], { ...told, endsAt: 101 * HOUR }, 102 * HOUR)).toEqual([known(90 * HOUR, 101 * HOUR)]);
  });

  test('that says only that the state is unknown never says more', () => {
    const unsure = { ...told, knownForMs: 0 };
    expect(hear([], unsure, 100 * HOUR)).toEqual([until(90 * HOUR)]);
    expect(hear([until(90 * HOUR)], unsure, 105 * HOUR)).toEqual([until(90 * HOUR)]);
    expect(hear([], { ...unsure, endsAt: 95 * HOUR }, 105 * HOUR)).toEqual([until(90 * HOUR, { to: 95 * HOUR })]);
  });

  test('whose severity means something else now is that from the next repetition on', () => {
    expect(hear([until(112 * HOUR)], { ...told, health: 'degraded' }, 105 * HOUR)).toEqual([
      until(112 * HOUR, { to: 105 * HOUR }),
      until(117 * HOUR, { from: 105 * HOUR, health: 'degraded' }),
    ]);
  });
});

type PublishedText = ReportedAlert & { id: number };
const arbitraryAlert = fc.record({
  startsAt: fc.integer({ min: 1, max: 30 }).map((n) => n * 1_000),
  lastsMs: fc.option(fc.integer({ min: 0, max: 20 }).map((n) => n * 1_000)),
  health: fc.constantFrom('degraded' as const, 'down' as const),
});
const arbitraryOrder = fc.array(fc.integer({ min: 0, max: 99 }), { minLength: 20, maxLength: 20 });

const named = (alerts: ReadonlyMap<number, readonly Firing[]>): Alert[] =>
  [...alerts].flatMap(([id, times]) => times.map((time) => ({ ...time, fingerprint: `f${id}` })));

/** Keeps what is heard as the server does: times by alert, and probes of which the worse is kept. */
function hearAll(
  told: readonly PublishedText[],
  apartMs = 0,
): { alerts: Map<number, readonly Firing[]>; stored: Map<Instant, Health> } {
  const alerts = new Map<number, readonly Firing[]>();
  const stored = new Map<Instant, Health>();
  const ascending = () => [...stored].map(([t, value]) => ({ at: t, value })).sort((a, b) => a.at - b.at);
  for (const [i, one] of told.entries()) {
    alerts.set(one.id, applyAlert(alerts.get(one.id) ?? [], one, { receivedAt: 60_000 + i * apartMs, oldest: 0 }));
    for (const { at: t, value } of marksToStore({ observed: ascending(), lapses: [] }, alertSteps(named(alerts)), 0)
      .observed) {
      const before = stored.get(t);
      stored.set(t, before && HEALTHS.indexOf(before) > HEALTHS.indexOf(value) ? before : value);
    }
  }
  return { alerts, stored };
}

const spansOf = (times: readonly Firing[] = []) =>
  times.filter(({ from, to }) => to !== from).map(({ from, to, health }) => ({ from, to, health }));

test(`however late and in whatever order notifications arrive, the ends told once more leave each alert as it was (seed ${seed})`, () => {
  fc.assert(
    fc.property(
      fc.array(arbitraryAlert, { minLength: 1, maxLength: 4 }),
      arbitraryOrder,
      fc.integer({ min: 1, max: 12 }),
      (alerts, order, minutesApart) => {
        const told = alerts.flatMap(({ startsAt, lastsMs, health }, id): PublishedText[] => {
          const endsAt = startsAt + (lastsMs ?? 0) + 1;
          return [
            { id, startsAt, endsAt: null, health, knownForMs: null },
            { id, startsAt, endsAt, health, knownForMs: null },
            { id, startsAt, endsAt: null, health, knownForMs: null },
          ];
        });
        const shuffled = told
          .map((one, i) => ({ one, key: (order[i] as number) * 100 + i }))
          .sort((a, b) => a.key - b.key);
        const ends = told.filter(({ endsAt }) => endsAt !== null);
        const { alerts: kept, stored } = hearAll([...shuffled.map(({ one }) => one), ...ends], minutesApart * MINUTE);
        for (const { id, startsAt, endsAt, health } of ends)
          expect(spansOf(kept.get(id))).toEqual([{ from: startsAt, to: endsAt, health }]);
        expect([...stored].sort(([a], [b]) => a - b).at(-1)?.[1]).toBe('up');
      },
    ),
    { seed, numRuns },
  );
});

test(`whatever the order and repetition of notifications, the record is that of the alerts to a few milliseconds (seed ${seed})`, () => {
  fc.assert(
    fc.property(
      fc.array(arbitraryAlert, { minLength: 1, maxLength: 5 }),
      arbitraryOrder,
      fc.boolean(),
      (alerts, order, isTwice) => {
        const told = alerts.flatMap(({ startsAt, lastsMs, health }, id): PublishedText[] => [
          { id, startsAt, endsAt: null, health, knownForMs: null },
          ...(lastsMs === null ? [] : [{ id, startsAt, endsAt: startsAt + lastsMs, health, knownForMs: null }]),
        ]);
        const shuffled = [...told, ...(isTwice ? told : [])]
          .map((one, i) => ({ one, key: (order[i] as number) * 100 + i }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => one);
        const { stored } = hearAll(shuffled);
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
    cooldownMs: fc.integer({ min: 1, max: 5 }),
    lastsMs: fc.integer({ min: 0, max: 5 }),
    isPublished: fc.boolean(),
  }),
  {
    minLength: 1,
    maxLength: 6,
  },
);

test(`cycles of one alert, told in any order and some never, leave it over (seed ${seed})`, () => {
  fc.assert(
    fc.property(arbitraryCycles, arbitraryOrder, (cycles, order) => {
      let at = 0;
      const spans = cycles.map(({ cooldownMs, lastsMs, isPublished }, i) => {
        const startsAt = at + cooldownMs * 1_000;
        at = startsAt + lastsMs * 1_000;
        return { startsAt, endsAt: at, isPublished: isPublished || i === cycles.length - 1 };
      });
      const told = spans.flatMap(({ startsAt, endsAt, isPublished }): PublishedText[] => [
        { id: 0, startsAt, endsAt: null, health: 'down', knownForMs: null },
        ...(isPublished ? [{ id: 0, startsAt, endsAt, health: 'down' as const, knownForMs: null }] : []),
      ]);
      const shuffled = told
        .map((one, i) => ({ one, key: (order[i] as number) * 100 + i }))
        .sort((a, b) => a.key - b.key);
      const { alerts } = hearAll(shuffled.map(({ one }) => one));
      const steps = alertSteps(named(alerts));
      for (let t = 0; t <= 60_000; t += 500) {
        const cycle = spans.findLast(({ startsAt }) => startsAt <= t);
        const next = spans.find(({ startsAt }) => startsAt > t);
        const isDown =
          cycle !== undefined && t < (cycle.isPublished ? cycle.endsAt : (next?.startsAt ?? Number.POSITIVE_INFINITY));
        expect([t, valueAt<AlertState | null>(steps, t, 'up')]).toEqual([t, isDown ? 'down' : 'up']);
      }
    }),
    { seed, numRuns },
  );
});
