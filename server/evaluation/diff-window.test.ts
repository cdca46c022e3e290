import { describe, expect, test } from 'vitest';
import { DEFAULT_POLICY } from '#domain/measurement/policy';
import type { State } from '#domain/measurement/probe';
import type { Status } from '#domain/measurement/status';
import type { Step } from '#domain/time/interval';
import type { World, WorldComponent } from '#server/evaluation/sql/evaluation-inputs';
import type { StoredInterval } from '#server/evaluation/sql/status-intervals';
import type { ComputedSeries } from './compute-series.ts';
import { carrySteps, diffWindow } from './diff-window.ts';
import type { Loaded } from './load-window.ts';

const component: WorldComponent = {
  id: 1,
  slug: 'serving',
  createdAt: 0,
  archivedAt: null,
  policies: [DEFAULT_POLICY],
};
const series = { id: 7, sourceId: 1, instance: 3, componentId: 1, region: 'eu' };
const world: World = {
  components: [component],
  rules: new Map([[1, { kind: 'agent' }]]),
  series: new Map([[7, series]]),
};
const window = { from: 100, to: 200, isAtEnd: false, evaluatedUntil: 1_000 };
const step = <T>(at: number, value: T): Step<T> => ({ at, value });
const interval = (from: number, to: number | null, status: Status): StoredInterval => ({ from, to, status });

type Stored = { states?: Step<State>[]; steps?: Step<Status>[]; intervals?: StoredInterval[] };

function loaded({ states = [], steps = [], intervals = [] }: Stored = {}): Loaded {
  const none = () => [];
  const evidence = {
    probesOf: none,
    activityOf: none,
    lapsesOf: none,
    states: new Map([[7, states]]),
    reach: 0,
    dropped: [],
  };
  return { world, components: [component], window, evidence, status: new Map([[1, { steps, intervals }]]) };
}

function computedSeries(steps: Step<State>[], isHeartbeat = false): ComputedSeries {
  return { series, steps, storable: steps, isHeartbeat };
}

function diffOf(stored: Stored, rawSteps: Step<Status>[], intervals: StoredInterval[] = []) {
  const one = { component, rawSteps, heldAfter: null, intervals, current: null, latestObservedAt: null };
  const [change] = diffWindow(loaded(stored), { series: [], components: [one] }).components;
  return change;
}

describe('what differs from the stored record', () => {
  test('of a series are its steps, unless those in the window are the same', () => {
    const steps = [step<State>(100, 'up'), step<State>(200, 'down')];
    const changed = (states: Step<State>[]) =>
      diffWindow(loaded({ states }), { series: [computedSeries(steps)], components: [] }).states;
    expect(changed([step(99, 'silent'), ...steps, step(201, 'up')])).toEqual([]);
    const all = [{ seriesId: 7, steps }];
    expect(changed(steps.slice(1))).toEqual(all);
    expect(changed([...steps, step(150, 'up')])).toEqual(all);
    expect(changed([step(100, 'up'), step(200, 'degraded')])).toEqual(all);
    expect(changed([step(101, 'up'), step(200, 'down')])).toEqual(all);
  });

  test('of the raw status is nothing if the steps in the window are the same', () => {
    const steps = [step<Status>(100, 'operational')];
    expect(diffOf({ steps: [step(50, 'unknown'), ...steps] }, steps)?.rawSteps).toBeNull();
    expect(diffOf({ steps: [step(50, 'unknown')] }, steps)?.rawSteps).toEqual(steps);
    expect(diffOf({ steps }, [])?.rawSteps).toEqual([]);
  });

  test('of the intervals are those that are not stored in the same way, and those that are gone', () => {
    const kept = interval(0, 100, 'operational');
    const change = diffOf(
      { intervals: [kept, interval(100, null, 'operational')] },
      [],
      [kept, interval(100, 150, 'operational'), interval(150, null, 'major_outage')],
    );
    expect(change?.removed).toEqual([interval(100, null, 'operational')]);
    expect(change?.added).toEqual([interval(100, 150, 'operational'), interval(150, null, 'major_outage')]);
    const other = diffOf({ intervals: [kept] }, [], [interval(0, 100, 'unknown')]);
    expect([other?.removed, other?.added]).toEqual([[kept], [interval(0, 100, 'unknown')]]);
  });
});

describe('a state that leaves the window', () => {
  const carried = (steps: Step<State>[], states: Step<State>[], before = new Map(), isHeartbeat = false) =>
    carrySteps(loaded({ states }), { series: [computedSeries(steps, isHeartbeat)], components: [] }, before);

  test('as it is stored carries nothing on', () => {
    expect(carried([step(100, 'up')], [step(50, 'up')]).size).toBe(0);
    expect(carried([step(100, 'up'), step(150, 'down')], [step(50, 'up'), step(160, 'down')]).size).toBe(0);
    expect(carried([], []).size).toBe(0);
  });

  test('otherwise carries on the step that is stored', () => {
    expect(carried([step(100, 'down')], [step(50, 'up')])).toEqual(new Map([[7, step(50, 'up')]]));
    expect(carried([step(100, 'down')], [step(50, 'down'), step(150, 'up')])).toEqual(new Map([[7, step(150, 'up')]]));
    expect(carried([step(100, 'down')], [])).toEqual(new Map([[7, null]]));
  });

  test('is compared with what was carried, until a stored step replaces that', () => {
    const before = new Map([[7, step<State>(20, 'down')]]);
    expect(carried([step(100, 'down')], [step(50, 'up')], before).size).toBe(0);
    expect(carried([step(100, 'up')], [step(50, 'up')], before)).toEqual(before);
    expect(carried([step(100, 'up')], [step(50, 'up'), step(150, 'up')], before).size).toBe(0);
  });

  test('of a heartbeat also counts from its last ping', () => {
    expect(carried([step(120, 'up')], [step(150, 'up')], new Map(), true)).toEqual(new Map([[7, step(150, 'up')]]));
    expect(carried([step(150, 'up')], [step(150, 'up')], new Map(), true).size).toBe(0);
    expect(carried([step(120, 'up')], [step(150, 'up')]).size).toBe(0);
  });
});
