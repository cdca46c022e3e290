import { describe, expect, test } from 'vitest';
import type { Alert } from './alert.ts';
import { alertSteps, stepsToStore } from './alert-steps.ts';
import type { Instant, Step } from './interval.ts';
import type { Health } from './observation.ts';

const known = (fingerprint: string, from: Instant, to: Instant | null, health: Alert['health'] = 'down'): Alert => ({
  fingerprint,
  startsAt: from,
  from,
  to,
  health,
});

describe('the health of an instance', () => {
  test('is that of the worst alert that fires, and up only when none does', () => {
    const steps = alertSteps([known('a', 10, 40), known('b', 20, 60, 'degraded'), known('c', 30, 35), known('a', 70, null)]);
    expect(steps).toEqual([
      { at: 10, value: 'down' },
      { at: 40, value: 'degraded' },
      { at: 60, value: 'up' },
      { at: 70, value: 'down' },
    ]);
  });

  test('is up from the cut on where all that is known was over before it', () => {
    expect(alertSteps([known('a', 50, 50)])).toEqual([{ at: 50, value: 'up' }]);
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
