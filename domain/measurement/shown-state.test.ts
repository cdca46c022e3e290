import { describe, expect, test } from 'vitest';
import { noCounts } from './component-status.ts';
import { type CurrentState, STALE_AFTER_MS, shownState } from './shown-state.ts';
import { STATUSES } from './status.ts';

const NOW = 1_000_000;
const state = (change: Partial<CurrentState> = {}): CurrentState => ({
  evaluatedUntil: NOW - 1_000,
  status: 'operational',
  since: 100,
  phase: 'steady',
  phaseSince: null,
  counts: { ...noCounts(), up: 3, down: 1, retired: 2 },
  regions: { east: { ...noCounts(), up: 3 } },
  worstDataAgeMs: 700,
  latestObservedAt: NOW - 1_000,
  aliveAt: NOW - 1_000,
  ...change,
});
const statusOf = (change: Partial<CurrentState>) => shownState(state(change), NOW).status;
const old = NOW - STALE_AFTER_MS - 1;

describe('the shown state of a component', () => {
  test('is its last evaluation while that and the contact of its sources are at most 90 s old', () => {
    const last = NOW - STALE_AFTER_MS;
    for (const status of STATUSES)
      expect(statusOf({ status, evaluatedUntil: last, aliveAt: last, latestObservedAt: last })).toBe(status);
  });

  test('is unknown once its sources or the evaluation are older, and never operational without any probe', () => {
    expect(statusOf({ aliveAt: old })).toBe('unknown');
    expect(statusOf({ evaluatedUntil: old })).toBe('unknown');
    expect(statusOf({ status: 'major_outage', aliveAt: old })).toBe('unknown');
    expect(statusOf({ latestObservedAt: null, aliveAt: null })).toBe('unknown');
  });

  // Some sources send nothing for hours: an alert between two repetitions, or a silent heartbeat.
  test('does not depend on the age of the newest probe while a source is alive', () => {
    for (const status of STATUSES) expect(statusOf({ status, latestObservedAt: NOW - 86_400_000 })).toBe(status);
    expect(statusOf({ status: 'major_outage', latestObservedAt: null })).toBe('major_outage'); // its only probe is older than the probes that are loaded
    expect(statusOf({ latestObservedAt: old, aliveAt: null })).toBe('unknown'); // no source is known to be alive
  });

  test('is not monitored without any probe, while an evaluation confirms it', () => {
    expect(shownState(undefined, NOW)).toMatchObject({ status: 'not_monitored', since: null, counts: noCounts() });
    expect(statusOf({ status: 'not_monitored', latestObservedAt: null, aliveAt: null })).toBe('not_monitored');
    expect(statusOf({ status: 'not_monitored', latestObservedAt: 5, aliveAt: 5 })).toBe('not_monitored');
    expect(statusOf({ status: 'not_monitored', latestObservedAt: 5, aliveAt: 5, evaluatedUntil: old })).toBe('unknown');
  });

  test('counts every instance as unknown, in each region, when the data is stale', () => {
    const { counts, regions, worstDataAgeMs, phase, since } = shownState(
      state({ evaluatedUntil: old, phase: 'possible', phaseSince: 7 }),
      NOW,
    );
    expect(counts).toEqual({ ...noCounts(), unknown: 4, retired: 2 });
    expect(regions).toEqual({ east: { ...noCounts(), unknown: 3 } });
    expect([worstDataAgeMs, phase, since]).toEqual([null, 'steady', old]);
    expect(shownState(state({ evaluatedUntil: old, status: 'unknown' }), NOW).since).toBe(100);
    expect(shownState(state(), NOW)).toMatchObject({ counts: { up: 3, down: 1 }, worstDataAgeMs: 700 });
  });
});
