import { describe, expect, test } from 'vitest';
import type { Stated } from '#domain/measurement/status';
import { incidentFailure } from './incident-failure.ts';

const MINUTE = 60_000;
const component = (slug: string, stated: Stated) => ({ slug, name: slug.toUpperCase(), stated, effects: {} });
const episode = (slug: string, from: number, to: number | null) => ({
  component: slug,
  from: from * MINUTE,
  to: to === null ? null : to * MINUTE,
  level: 2,
});
const failureOf = (
  components: ReturnType<typeof component>[],
  episodes: ReturnType<typeof episode>[],
  resolvedAt: number | null = null,
) => {
  const { since, durationMs, ...rest } = incidentFailure(
    { components, episodes, startedAt: 0, resolvedAt },
    200 * MINUTE,
  );
  return [rest.components.join(), since / MINUTE, durationMs / MINUTE];
};

describe('the failing components of an incident', () => {
  const failing = (stated: Stated, episodes: ReturnType<typeof episode>[]) =>
    incidentFailure({ components: [component('a', stated)], episodes, startedAt: 0, resolvedAt: null }, 200 * MINUTE)
      .failing;

  test('have the status that is stated, or else the worst that was measured', () => {
    expect(failing('major_outage', [episode('a', 0, null)])).toEqual([{ status: 'major_outage', effects: {} }]);
    expect(failing('operational', [episode('a', 0, 4)])).toEqual([{ status: 'partial_outage', effects: {} }]);
    expect(failing('operational', [])).toEqual([]);
  });
});

describe('a text about an incident has', () => {
  test('the measured downtime and not the time to now', () => {
    expect(failureOf([component('a', 'operational')], [episode('a', 0, 4)])).toEqual(['A', 0, 4]);
    expect(failureOf([component('a', 'major_outage')], [episode('a', 190, null)])).toEqual(['A', 190, 10]);
  });

  test('only the latest failure of a reopened incident', () => {
    const both = [component('a', 'operational'), component('b', 'major_outage')];
    expect(failureOf(both, [episode('a', 0, 70), episode('b', 106, null)])).toEqual(['B', 106, 94]);
    expect(
      failureOf(
        [component('a', 'operational'), component('b', 'operational')],
        [episode('a', 0, 70), episode('b', 106, 114)],
      ),
    ).toEqual(['B', 106, 8]);
  });

  test('no component that has recovered while another fails, even before its recovery is reported', () => {
    const both = [component('a', 'major_outage'), component('b', 'major_outage')];
    expect(failureOf(both, [episode('a', 100, 110), episode('b', 105, null)])).toEqual(['B', 100, 100]);
  });

  test('what staff report, with and without monitoring data', () => {
    const both = [component('a', 'degraded_performance'), component('b', 'major_outage')];
    expect(failureOf(both, [episode('b', 150, null)])).toEqual(['A,B', 150, 50]);
    expect(failureOf(both, [])).toEqual(['A,B', 0, 200]);
    expect(failureOf([component('a', 'operational')], [], 90 * MINUTE)).toEqual(['A', 0, 90]);
    expect(failureOf([], [])).toEqual(['', 0, 200]);
  });
});
