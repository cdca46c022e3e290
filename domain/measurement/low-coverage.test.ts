import { expect, test } from 'vitest';
import { noCounts } from './component-status.ts';
import { lowCoverageOf } from './low-coverage.ts';

const serving = { slug: 'serving', name: 'Serving', tone: 'operational' as const };
const counts = (change: object) => ({ ...noCounts(), ...change });
const of = (component: object) => lowCoverageOf([{ ...serving, counts: counts({ up: 10 }), ...component }]);

test('an unknown component and one with data for less than half of its instances need attention', () => {
  expect(of({ tone: 'unknown', counts: counts({ up: 10, down: 2, unknown: 229 }) })).toEqual([
    { slug: 'serving', name: 'Serving', isUnknown: true, seen: 12, all: 241 },
  ]);
  expect(of({ counts: counts({ up: 12, unknown: 229 }) })).toMatchObject([{ isUnknown: false, seen: 12, all: 241 }]); // a low coverage floor
  expect(of({ tone: 'unknown', counts: counts({}) })).toMatchObject([{ isUnknown: true, all: 0 }]);
});

test('a component with enough data does not, whatever its status; retired instances do not count', () => {
  expect(of({})).toEqual([]);
  expect(of({ tone: 'major_outage', counts: counts({ down: 5, silent: 5, unknown: 10 }) })).toEqual([]);
  expect(of({ counts: counts({ up: 1, retired: 200 }) })).toEqual([]);
  expect(of({ tone: 'not_monitored', counts: counts({}) })).toEqual([]);
});
