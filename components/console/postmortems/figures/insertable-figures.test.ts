import { expect, test } from 'vitest';
import type { PostmortemRecord } from '#domain/postmortem/facts';
import { filterFigures, insertableFigures } from './insertable-figures.ts';

const at = (clock: string) => Date.parse(`2022-03-30T${clock}:00Z`);
const own = { component: null, source: 'monitoring' } as const;
const RECORD: PostmortemRecord = {
  facts: [
    { key: 'episode.1.end', kind: 'instant', value: at('14:30'), ...own },
    { key: 'downtime', kind: 'duration', value: 70 * 60_000, ...own },
    { key: 'serving/uptime.month', kind: 'uptime', value: 998_252, ...own, period: '2022-03', component: 'serving' },
    { key: 'update.1', kind: 'instant', value: at('13:22'), ...own },
  ],
  components: [{ slug: 'serving', name: 'Serving', isAffected: true }],
  from: at('13:20'),
  to: at('14:30'),
  evaluatedUntil: at('18:00'),
};

test('the figures that can be inserted have the name and the value that readers see; times of updates can not', () => {
  expect(insertableFigures(RECORD)).toEqual([
    { key: 'episode.1.end', name: 'End of outage 1', value: '14:30' },
    { key: 'downtime', name: 'Total downtime', value: '1\u00a0h 10\u00a0min' },
    { key: 'serving/uptime.month', name: 'Uptime, March 2022 (Serving)', value: '99.825 %' },
  ]);
});

test.each([
  ['', 3],
  ['outage', 1],
  ['DOWN', 1],
  ['episode.1', 1],
  ['1 h', 1],
  ['serving march', 1],
  ['serving outage', 0],
])('“%s” finds %i', (query, count) => expect(filterFigures(insertableFigures(RECORD), query)).toHaveLength(count));
