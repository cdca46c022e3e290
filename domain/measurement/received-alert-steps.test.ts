import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type SentAlert, stateFromAlerts } from '#domain/test/naive-alerts';
import { type Instant, type Step, valueAt } from '#domain/time/interval';
import type { Health } from './probe.ts';
import { type Alert, applyAlert } from './received-alert.ts';
import { type AlertMarks, type AlertState, alertSteps, marksToStore } from './received-alert-steps.ts';

const seed = Number(process.env.FC_SEED ?? 20_220_330);
const numRuns = Number(process.env.FC_RUNS ?? 500);

const known = (
  fingerprint: string,
  from: Instant,
  to: Instant | null,
  health: Alert['health'] = 'down',
  knownUntil: Instant | null = null,
): Alert => ({
  fingerprint,
  startsAt: from,
  from,
  to,
  health,
  knownUntil,
});

describe('the health of an instance', () => {
  test('is that of the worst firing alert, and up only if none fires', () => {
    const steps = alertSteps([
      known('a', 10, 40),
      known('b', 20, 60, 'degraded'),
      known('c', 30, 35),
      known('a', 70, null),
    ]);
    expect(steps).toEqual([
      { at: 10, value: 'down' },
      { at: 40, value: 'degraded' },
      { at: 60, value: 'up' },
      { at: 70, value: 'down' },
    ]);
  });

  test('is up from the cut if all alerts ended before it', () => {
    expect(alertSteps([known('a', 50, 50)])).toEqual([{ at: 50, value: 'up' }]);
    expect(alertSteps([])).toEqual([]);
  });
});

describe('an instance with a lapsed alert', () => {
  test('is unknown unless an equally severe alert is known to fire', () => {
    const steps = alertSteps([known('a', 10, null, 'down', 30), known('b', 20, 70, 'degraded'), known('c', 50, 60)]);
    expect(steps).toEqual([
      { at: 10, value: 'down' },
      { at: 30, value: 'unknown' },
      { at: 50, value: 'down' },
      { at: 60, value: 'unknown' },
    ]);
    expect(alertSteps([known('a', 10, null, 'degraded', 30), known('b', 20, 40)]).at(-1)).toEqual({
      at: 40,
      value: 'unknown',
    });
    expect(alertSteps([known('a', 10, 50, 'down', 30)]).at(-1)).toEqual({ at: 50, value: 'up' });
    expect(alertSteps([known('a', 10, null, 'up'), known('b', 20, null, 'down', 20)]).at(-1)).toEqual({
      at: 20,
      value: 'unknown',
    });
  });

  const pause = fc.oneof(fc.integer({ min: 0, max: 40 }), fc.constantFrom(19, 20, 21));
  const sent: fc.Arbitrary<SentAlert> = fc
    .record({
      health: fc.constantFrom('up' as const, 'degraded' as const, 'down' as const),
      startsAt: fc.integer({ min: 0, max: 50 }),
      pauses: fc.array(pause, { minLength: 1, maxLength: 6 }),
      ends: fc.option(pause),
    })
    .map(({ health, startsAt, pauses, ends }) => {
      const sentAt = pauses.map((_, i) => startsAt + pauses.slice(0, i + 1).reduce((sum, ms) => sum + ms, 0));
      return { health, startsAt, sentAt, endsAt: ends === null ? null : (sentAt.at(-1) as number) + ends + 1 };
    });

  test(`is unknown whenever no repeat came in time, to the millisecond (seed ${seed})`, () => {
    fc.assert(
      fc.property(fc.array(sent, { minLength: 1, maxLength: 4 }), (alerts) => {
        const notifications = alerts.flatMap(({ health, startsAt, endsAt, sentAt }, id) => {
          const knownForMs = health === 'up' ? null : 20;
          const one = { fingerprint: `f${id}`, health, startsAt, knownForMs };
          return [
            ...sentAt.map((receivedAt) => ({ ...one, endsAt: null, receivedAt })),
            ...(endsAt === null ? [] : [{ ...one, endsAt, receivedAt: endsAt }]),
          ];
        });
        let known: Alert[] = [];
        for (const { fingerprint, receivedAt, ...one } of notifications.sort((a, b) => a.receivedAt - b.receivedAt)) {
          const own = known.filter((alert) => alert.fingerprint === fingerprint);
          const periods = applyAlert(own, one, { receivedAt, oldest: -1_000 });
          known = [
            ...known.filter((alert) => alert.fingerprint !== fingerprint),
            ...periods.map((time) => ({ ...time, fingerprint })),
          ];
        }
        const steps = alertSteps(known);
        for (let t = 0; t <= 400; t++)
          expect([t, valueAt<AlertState | null>(steps, t, null)]).toEqual([t, stateFromAlerts(alerts, t, 20)]);
      }),
      { seed, numRuns },
    );
  });
});

describe('the marks to store', () => {
  const step = <T extends AlertState>(t: Instant, value: T): Step<T> => ({ at: t, value });
  const stepsToStore = (probes: Step<Health>[], wanted: Step<AlertState>[], oldest: Instant) =>
    marksToStore({ probes, lapses: [] }, wanted, oldest).probes;

  test('are the differences; a better state than the stored one follows a millisecond later', () => {
    expect(stepsToStore([], [step(10, 'down')], 0)).toEqual([step(10, 'down')]);
    expect(stepsToStore([step(10, 'down')], [step(10, 'down'), step(20, 'up')], 0)).toEqual([step(20, 'up')]);
    expect(stepsToStore([step(10, 'down'), step(20, 'up')], [step(10, 'down')], 0)).toEqual([step(20, 'down')]);
    expect(stepsToStore([step(10, 'down'), step(20, 'degraded')], [step(10, 'down'), step(20, 'up')], 0)).toEqual([
      step(21, 'up'),
    ]);
    expect(stepsToStore([step(10, 'down'), step(20, 'up')], [step(10, 'down'), step(20, 'up')], 0)).toEqual([]);
  });

  test('are none before the first admissible instant', () => {
    expect(stepsToStore([step(10, 'down')], [step(10, 'down'), step(20, 'up')], 30)).toEqual([step(30, 'up')]);
    expect(stepsToStore([], [step(40, 'down')], 30)).toEqual([step(40, 'down')]);
  });

  const marks = (probes: Step<Health>[], lapses: Instant[]): AlertMarks => ({ probes, lapses });

  test('are lapses for unknown states, even at the instant of a probe', () => {
    const wanted = [step(10, 'down'), step(20, 'unknown'), step(30, 'down')];
    expect(marksToStore(marks([], []), wanted, 0)).toEqual(marks([step(10, 'down'), step(30, 'down')], [20]));
    expect(marksToStore(marks([step(10, 'down'), step(30, 'down')], [20]), wanted, 0)).toEqual(marks([], [20]));
    expect(
      marksToStore(marks([step(10, 'down'), step(25, 'degraded')], []), [step(10, 'down'), step(20, 'unknown')], 0),
    ).toEqual(marks([], [20, 25]));
    expect(
      marksToStore(marks([step(10, 'down'), step(20, 'down')], []), [step(10, 'down'), step(20, 'unknown')], 0),
    ).toEqual(marks([], [20]));
  });

  test('contain every lapse from the first admissible instant, and none before it', () => {
    expect(marksToStore(marks([step(10, 'down')], [20]), [step(10, 'down'), step(20, 'unknown')], 30)).toEqual(
      marks([], []),
    );
    expect(marksToStore(marks([step(10, 'down')], [40]), [step(10, 'down'), step(50, 'unknown')], 30)).toEqual(
      marks([], [50]),
    );
    expect(
      marksToStore(marks([step(10, 'down')], [20]), [step(10, 'down'), step(20, 'unknown'), step(35, 'up')], 30),
    ).toEqual(marks([step(35, 'up')], []));
  });
});
