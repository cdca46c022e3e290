import { describe, expect, test } from 'vitest';
import { levelOf, STATED, STATUSES, type Stated, type Status } from '#domain/measurement/status';
import { type ContradictionKind, contradictionsOf } from './contradiction.ts';

const of = (status: Status, stated: Stated | null, phase: 'steady' | 'possible' | 'recovering' = 'steady') =>
  contradictionsOf([{ slug: 'serving', name: 'Serving', status, phase, stated }])[0]?.kind ?? null;

describe('a contradiction between page and monitoring', () => {
  const cases = STATUSES.flatMap((status) => [null, ...STATED].map((stated) => [status, stated] as const));
  const expected = (status: Status, stated: Stated | null): ContradictionKind | null => {
    if (stated === null) return status === 'major_outage' || status === 'partial_outage' ? 'unpublished' : null;
    if (levelOf(status) > levelOf(stated)) return 'understated';
    return status === 'operational' && stated !== 'operational' ? 'overstated' : null;
  };
  test.each(cases)('monitoring: %s, stated: %s', (status, stated) => {
    expect(of(status, stated)).toBe(expected(status, stated));
  });

  test('does not start before trouble or its recovery is confirmed', () => {
    expect([
      of('major_outage', null, 'recovering'),
      of('major_outage', 'operational', 'recovering'),
      of('operational', 'major_outage', 'possible'),
    ]).toEqual([null, null, null]);
  });

  test('that understates trouble continues until the recovery is confirmed', () => {
    const known = (status: Status, stated: Stated | null, phase: 'steady' | 'recovering') =>
      contradictionsOf([{ slug: 'serving', name: 'Serving', status, phase, stated }], (slug) => slug === 'serving')[0]
        ?.kind ?? null;
    expect([
      known('major_outage', null, 'recovering'),
      known('major_outage', 'operational', 'recovering'),
      known('operational', null, 'steady'),
    ]).toEqual(['unpublished', 'understated', null]);
  });
});
