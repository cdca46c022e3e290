import { describe, expect, test } from 'vitest';
import type { Step } from '#domain/time/interval';
import { withRecorded } from './dropped-days.ts';
import type { State } from './probe.ts';

const steps = (...pairs: [number, State][]): Step<State>[] => pairs.map(([at, value]) => ({ at, value }));
const day = { from: 100, to: 200 };
const merged = (fresh: Step<State>[], recorded: Step<State>[], before: State | null = null) =>
  withRecorded({ fresh, before, recorded, window: { from: 100, to: 300 }, dropped: [day], reachMs: 20 }).map(
    ({ at, value }) => [at, value],
  );

describe('on days whose probes were dropped', () => {
  test('evaluated states stay, whatever probes arrive later', () => {
    expect(merged(steps([110, 'down'], [140, 'unknown']), steps([105, 'up'], [220, 'down']))).toEqual([
      [105, 'up'],
      [220, 'unknown'],
    ]);
  });

  test('blank states are filled, only as long as the new probes hold', () => {
    expect(merged(steps([110, 'down'], [140, 'unknown']), steps([105, 'unknown']), 'unknown')).toEqual([
      [100, 'unknown'],
      [110, 'down'],
      [140, 'unknown'],
    ]);
    expect(merged(steps([150, 'up'], [180, 'silent']), steps([130, 'silent']), 'up')).toEqual(
      [
        [100, 'up'],
        [130, 'silent'],
        [150, 'up'],
        [180, 'silent'],
      ].slice(0, 4),
    );
  });

  test('just after such a day, a probe counts, but a blank state for lack of dropped probes does not', () => {
    expect(merged(steps([210, 'down']), steps(), 'up')).toEqual([
      [100, 'up'],
      [210, 'down'],
    ]);
  });
});
