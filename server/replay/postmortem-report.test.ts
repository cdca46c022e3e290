import { expect, test } from 'vitest';
import { postmortemText } from './postmortem-report.ts';

type Reported = Parameters<typeof postmortemText>[0];

const month = { component: 'serving', name: 'Serving', period: '2022-03', from: '', to: '', downMs: 4_680_000 };
const figure = { kind: 'count', claimed: '', recorded: null, fact: null, source: null, section: 'impact' } as const;

/** A post-mortem with figures of these verdicts. */
function reported(...verdicts: Reported['check']['figures'][number]['verdict'][]): Reported {
  const [publishedAt, of] = ['2022-04-01T10:00:00.000Z', { ...month, targetMillionths: 999_000, budgetMs: 2_678_400 }];
  return {
    ...{ id: 'mk2t8wz0q4sj', path: '/postmortems/mk2t8wz0q4sj', title: 'Serving down', recordChanges: [] },
    ...{ publishedAt, changedAt: publishedAt, evaluatedUntil: publishedAt },
    figures: {
      ...{ downMs: 4_680_000, episodes: 2, detectedAfterMs: 30_000, identifiedAfterMs: null, firstUpdateAfterMs: null },
      ...{ updates: 9, promises: { met: 4, missed: 0 } },
      uptime: [
        { ...of, uptimeMillionths: 998_252, isMet: false, budgetShareMillionths: 1_747_312 },
        { ...of, period: '2022', uptimeMillionths: null, isMet: null, budgetShareMillionths: null },
      ],
    },
    check: {
      checkedAt: publishedAt,
      figures: verdicts.map((verdict) => ({ ...figure, verdict, text: '2', sentence: 'Two.', reason: null })),
    },
  };
}

test('the report for people has the address, the check, and the figures of months and years', () => {
  expect(postmortemText(reported('match', 'match', 'differs')).split('\n')).toEqual([
    'post-mortem /postmortems/mk2t8wz0q4sj: published 2022-04-01T10:00:00.000Z, 2 of 3 figures match the record',
    '  serving 2022-03: uptime 99.825 %, 174.7 % of the error budget, target missed',
    '  serving 2022: no data',
  ]);
});
