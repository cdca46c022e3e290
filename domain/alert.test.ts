import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alertSteps, type Firing, hearAlert, stepsToStore, type ToldAlert } from './alert.ts';
import { type Instant, type Step, valueAt } from './interval.ts';
import { HEALTHS, type Health } from './observation.ts';

const seed = Number(process.env.FC_SEED ?? 20_220_330);
const numRuns = Number(process.env.FC_RUNS ?? 500);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const at = { receivedAt: 100 * HOUR, oldest: 52 * HOUR };
const firing = (startsAt: Instant, health: ToldAlert['health'] = 'down'): ToldAlert => ({ startsAt, endsAt: null, health });
const resolved = (startsAt: Instant, endsAt: Instant, health: ToldAlert['health'] = 'down'): ToldAlert => ({ startsAt, endsAt, health });
const known = (from: Instant, to: Instant | null): Firing => ({ from, to, health: 'down' });

describe('hearing of an alert', () => {
  test('it fires from startsAt on, to endsAt once it is resolved; repeats add nothing', () => {
    expect(hearAlert([], firing(90 * HOUR), at)).toEqual([known(90 * HOUR, null)]);
    expect(hearAlert([known(90 * HOUR, null)], firing(90 * HOUR), at)).toEqual([]);
    expect(hearAlert([known(90 * HOUR, null)], resolved(90 * HOUR, 99 * HOUR), at)).toEqual([known(90 * HOUR, 99 * HOUR)]);
    expect(hearAlert([known(90 * HOUR, 99 * HOUR)], resolved(90 * HOUR, 99 * HOUR), at)).toEqual([]);
    expect(hearAlert([], resolved(90 * HOUR, 99 * HOUR), at)).toEqual([known(90 * HOUR, 99 * HOUR)]);
  });

  test('what lies before the first admissible instant is cut off there', () => {
    expect(hearAlert([], firing(HOUR), at)).toEqual([known(52 * HOUR, null)]);
    expect(hearAlert([], resolved(HOUR, 99 * HOUR), at)).toEqual([known(52 * HOUR, 99 * HOUR)]);
    expect(hearAlert([], resolved(HOUR, 2 * HOUR), at)).toEqual([known(52 * HOUR, 52 * HOUR)]);
    expect(hearAlert([known(40 * HOUR, null)], resolved(40 * HOUR, 41 * HOUR), at)).toEqual([known(40 * HOUR, 52 * HOUR)]);
  });

  test('told to fire soon after its end it was overtaken on the way; long after, it fires again', () => {
    const ended = [known(90 * HOUR, at.receivedAt - 5 * MINUTE)];
    expect(hearAlert(ended, firing(90 * HOUR), at)).toEqual([]);
    expect(hearAlert(ended, firing(90 * HOUR), { ...at, receivedAt: at.receivedAt + 1 })).toEqual([known(at.receivedAt + 1, null)]);
  });

  test('an end belongs to the time that it ends', () => {
    const twice = [known(90 * HOUR, 91 * HOUR), known(95 * HOUR, null)];
    expect(hearAlert(twice, resolved(90 * HOUR, 97 * HOUR), at)).toEqual([known(95 * HOUR, 97 * HOUR)]);
    const over = [known(90 * HOUR, 91 * HOUR), known(95 * HOUR, 97 * HOUR)];
    expect(hearAlert(over, resolved(90 * HOUR, 91 * HOUR), at)).toEqual([]);
    expect(hearAlert(over, resolved(90 * HOUR, 92 * HOUR), at)).toEqual([known(90 * HOUR, 92 * HOUR)]);
  });

  test('told of its former end once more it did not fire again: the word of it was late', () => {
    const twice = [known(90 * HOUR, 91 * HOUR), known(95 * HOUR, null)];
    expect(hearAlert(twice, resolved(90 * HOUR, 91 * HOUR), at)).toEqual([known(95 * HOUR, 95 * HOUR)]);
    expect(hearAlert(twice, resolved(90 * HOUR, 92 * HOUR), at)).toEqual([known(90 * HOUR, 92 * HOUR), known(95 * HOUR, 95 * HOUR)]);
  });
});

describe('the health of an instance', () => {
  test('is that of the worst alert that fires, and up only when none does', () => {
    const steps = alertSteps([
      { from: 10, to: 40, health: 'down' },
      { from: 20, to: 60, health: 'degraded' },
      { from: 30, to: 35, health: 'down' },
      { from: 70, to: null, health: 'down' },
    ]);
    expect(steps).toEqual([
      { at: 10, value: 'down' },
      { at: 40, value: 'degraded' },
      { at: 60, value: 'up' },
      { at: 70, value: 'down' },
    ]);
  });

  test('is up from the cut on where all that is known was over before it', () => {
    expect(alertSteps([known(50, 50)])).toEqual([{ at: 50, value: 'up' }]);
    expect(alertSteps([])).toEqual([]);
  });
});

describe('what is to be stored', () => {
  const step = (t: Instant, value: Health): Step<Health> => ({ at: t, value });

  test('is what differs; better than what is stored at that very instant can only be said a millisecond later', () => {
    expect(stepsToStore([], [step(10, 'down')], 0)).toEqual([step(10, 'down')]);
    expect(stepsToStore([step(10, 'down')], [step(10, 'down'), step(20, 'up')], 0)).toEqual([step(20, 'up')]);
    expect(stepsToStore([step(10, 'down'), step(20, 'up')], [step(10, 'down')], 0)).toEqual([step(20, 'down')]);
    expect(stepsToStore([step(10, 'down'), step(20, 'degraded')], [step(10, 'down'), step(20, 'up')], 0)).toEqual([step(21, 'up')]);
    expect(stepsToStore([step(10, 'down'), step(20, 'up')], [step(10, 'down'), step(20, 'up')], 0)).toEqual([]);
  });

  test('is nothing before the first admissible instant', () => {
    expect(stepsToStore([step(10, 'down')], [step(10, 'down'), step(20, 'up')], 30)).toEqual([step(30, 'up')]);
    expect(stepsToStore([], [step(40, 'down')], 30)).toEqual([step(40, 'down')]);
  });
});

type Told = ToldAlert & { id: number };
const arbitraryAlert = fc.record({
  startsAt: fc.integer({ min: 1, max: 30 }).map((n) => n * 1_000),
  lastsMs: fc.option(fc.integer({ min: 0, max: 20 }).map((n) => n * 1_000)),
  health: fc.constantFrom('degraded' as const, 'down' as const),
});
const arbitraryOrder = fc.array(fc.integer({ min: 0, max: 99 }), { minLength: 20, maxLength: 20 });

/** Keeps what is heard as the server does: times by alert, and observations of which the worse is kept. */
function hearAll(told: readonly Told[], apartMs = 0): { alerts: Map<number, Firing[]>; stored: Map<Instant, Health> } {
  const alerts = new Map<number, Firing[]>();
  const stored = new Map<Instant, Health>();
  const ascending = () => [...stored].map(([t, value]) => ({ at: t, value })).sort((a, b) => a.at - b.at);
  for (const [i, one] of told.entries()) {
    const times = alerts.get(one.id) ?? [];
    const heard = hearAlert(times, one, { receivedAt: 60_000 + i * apartMs, oldest: 0 });
    alerts.set(
      one.id,
      [...times.filter(({ from }) => !heard.some((time) => time.from === from)), ...heard].sort((a, b) => a.from - b.from),
    );
    for (const { at: t, value } of stepsToStore(ascending(), alertSteps([...alerts.values()].flat()), 0)) {
      const before = stored.get(t);
      stored.set(t, before && HEALTHS.indexOf(before) > HEALTHS.indexOf(value) ? before : value);
    }
  }
  return { alerts, stored };
}

const spansOf = (times: readonly Firing[] = []) => times.filter(({ from, to }) => to !== from);

test(`however late and in whatever order notifications arrive, the ends told once more leave each alert as it was (seed ${seed})`, () => {
  fc.assert(
    fc.property(fc.array(arbitraryAlert, { minLength: 1, maxLength: 4 }), arbitraryOrder, fc.integer({ min: 1, max: 12 }), (alerts, order, minutesApart) => {
      const told = alerts.flatMap(({ startsAt, lastsMs, health }, id): Told[] => {
        const endsAt = startsAt + (lastsMs ?? 0) + 1;
        return [
          { id, startsAt, endsAt: null, health },
          { id, startsAt, endsAt, health },
          { id, startsAt, endsAt: null, health },
        ];
      });
      const shuffled = told.map((one, i) => ({ one, key: (order[i] as number) * 100 + i })).sort((a, b) => a.key - b.key);
      const ends = told.filter(({ endsAt }) => endsAt !== null);
      const { alerts: kept, stored } = hearAll([...shuffled.map(({ one }) => one), ...ends], minutesApart * MINUTE);
      for (const { id, startsAt, endsAt, health } of ends) expect(spansOf(kept.get(id))).toEqual([{ from: startsAt, to: endsAt, health }]);
      expect([...stored].sort(([a], [b]) => a - b).at(-1)?.[1]).toBe('up');
    }),
    { seed, numRuns },
  );
});

test(`whatever the order and repetition of notifications, the record is that of the alerts to a few milliseconds (seed ${seed})`, () => {
  fc.assert(
    fc.property(fc.array(arbitraryAlert, { minLength: 1, maxLength: 5 }), arbitraryOrder, fc.boolean(), (alerts, order, isTwice) => {
      const told = alerts.flatMap(({ startsAt, lastsMs, health }, id): Told[] => [
        { id, startsAt, endsAt: null, health },
        ...(lastsMs === null ? [] : [{ id, startsAt, endsAt: startsAt + lastsMs, health }]),
      ]);
      const shuffled = [...told, ...(isTwice ? told : [])]
        .map((one, i) => ({ one, key: (order[i] as number) * 100 + i }))
        .sort((a, b) => a.key - b.key)
        .map(({ one }) => one);
      const { stored } = hearAll(shuffled);
      const steps = [...stored].map(([t, value]) => ({ at: t, value })).sort((a, b) => a.at - b.at);
      const truth = alertSteps(alerts.map(({ startsAt, lastsMs, health }) => ({ from: startsAt, to: lastsMs === null ? null : startsAt + lastsMs, health })));
      for (let t = 0; t <= 60_000; t += 500)
        expect([t, valueAt<Health | null>(steps, t + 10, null) ?? 'up']).toEqual([t, valueAt<Health | null>(truth, t, null) ?? 'up']);
    }),
    { seed, numRuns },
  );
});
