import { describe, expect, test } from 'vitest';
import { asExpected, readMarked } from '#domain/test/marked-text';
import { REPLAYED_ACCOUNT } from '#domain/test/replayed-account';
import { REPLAYED_RECORD } from '#domain/test/replayed-record';
import { RIGHT_POSTMORTEM, RIGHT_POSTMORTEM_IN_EDT } from '#domain/test/right-postmortems';
import { checkFigures, checkParts } from './check-figures.ts';
import type { Finding, PostmortemRecord } from './facts.ts';

const expectFindings = (marked: string, record: PostmortemRecord = REPLAYED_RECORD) => {
  const { text, expected } = readMarked(marked);
  expect(asExpected(checkFigures(text, record))).toEqual(expected);
};
/** Returns the finding of a figure. */
const findingOf = (text: string, figure: string, record: PostmortemRecord = REPLAYED_RECORD): Finding => {
  const found = checkFigures(text, record).find((finding) => finding.text === figure);
  if (found === undefined) throw new Error(`no finding of "${figure}"`);
  return found;
};

test('an account of the replayed event has one step and one range that contradict it, and a verdict for each figure', () => {
  expectFindings(REPLAYED_ACCOUNT);
});

describe('a post-mortem with right figures only', () => {
  const ofVerdict = (text: string, verdict: Finding['verdict']) =>
    checkFigures(text, REPLAYED_RECORD).filter((finding) => finding.verdict === verdict);

  test.each([
    ['in UTC', RIGHT_POSTMORTEM, 38],
    ['in another zone', RIGHT_POSTMORTEM_IN_EDT, 20],
  ])('%s has no difference and no contradiction', (_, text, matches) => {
    expect([...ofVerdict(text, 'differs'), ...ofVerdict(text, 'contradicts')]).toEqual([]);
    expect(ofVerdict(text, 'match')).toHaveLength(matches);
  });
});

describe('a finding', () => {
  const text = 'All good. Serving recovered at 2:45 pm CEST after a long night. More follows.';

  test('names its place, its sentence and both values', () => {
    expect(checkFigures(text, REPLAYED_RECORD)).toEqual([
      {
        start: 31,
        end: 43,
        text: '2:45 pm CEST',
        kind: 'instant',
        claimed: '12:45 UTC',
        recorded: '14:30 UTC',
        verdict: 'differs',
        suggestion: '4:30 pm CEST',
        fact: 'episode.1.end',
        source: 'monitoring',
        hint: null,
        other: null,
        sentence: { start: 10, end: 63 },
      },
    ]);
  });

  test('of a contradiction names the other figure', () => {
    const both = 'The second outage began at 15:06 UTC. The second outage began at 16:06 UTC.';
    const { verdict, other, source } = findingOf(both, '16:06 UTC');
    expect({ verdict, other, source }).toEqual({
      verdict: 'contradicts',
      other: { part: 0, start: 27, end: 36 },
      source: 'monitoring',
    });
    expect(findingOf(both, '15:06 UTC').verdict).toBe('match');
  });

  test.each([
    ['Serving went down at 15:20 UTC.', '15:20 UTC', 'local_time'],
    ['Serving went down at 8:20 am CST.', '8:20 am CST', 'hours_off'],
    ['The incident started on 31 March 2022 at 13:20 UTC.', '31 March 2022 at 13:20 UTC', 'local_time'],
    ['The cause was found at 13:43 UTC.', '13:43 UTC', 'digits_swapped'],
    ['Uptime in March was 99.285 %.', '99.285 %', 'digits_swapped'],
    ['The outage began at 13:25 UTC.', '13:25 UTC', null],
  ])('of "%s" hints at the likely cause', (sentence, figure, hint) => {
    expect(findingOf(sentence, figure).hint).toBe(hint);
  });
});

describe('figures of one text', () => {
  test.each([
    // The same figure twice
    'Serving was down for <70 minutes|duration match episode.1.duration>. Ads were missing because Serving was down for <80 minutes|duration differs downtime → 78 minutes>.',
    'The second outage began at <15:06|instant match episode.2.start>. As said, the second outage began at <16:06|instant contradicts episode.2.start → 15:06>.',
    // Steps
    'At <13:21 UTC|instant match detected> we were alerted. After another <13 minutes|duration match>, at <13:34 UTC|instant match identified>, we knew the cause.',
    'At <13:21 UTC|instant match detected> we were alerted. After another <33 minutes|duration contradicts → 13 minutes>, at <13:34 UTC|instant match identified>, we knew the cause.',
    'At <13:34|instant match identified> we knew the cause. <20 minutes|duration not_in_record> later, at <13:55|instant not_in_record>, we cleared the data.',
    'At <13:34|instant match identified> we knew the cause. <20 minutes|duration not_in_record> later, at <13:56|instant contradicts → 13:54>, we cleared the data.',
    'The cause was clear at <13:34|instant match identified>. At <13:55|instant not_in_record>, <20 minutes|duration not_in_record> later, we cleared the data.',
    'Loading began at <13:55|instant not_in_record>. It took <25 minutes|duration not_in_record> to set up servers, and <7 minutes|duration not_in_record> later, at <14:30|instant match episode.1.end>, it was done.',
    // Ranges and their length
    'Work on the databases (<10:00|instant not_in_record>–<11:20 UTC|instant not_in_record>, <70 minutes|duration match episode.1.duration>) was over by then.',
    'The outage lasted <75 minutes|duration contradicts episode.1.duration → 70 minutes> (<13:20|instant match episode.1.start>–<14:30 UTC|instant match episode.1.end>).',
    'From start to end, <13:20|instant match episode.1.start>–<15:14 UTC|instant match episode.2.end>, <114 minutes|duration match> passed.',
    'The maintenance of the day before, <02:00|instant not_in_record>–<03:00 UTC|instant not_in_record> (<90 minutes|duration contradicts → 60 minutes>), is unrelated.',
    // Parts and totals
    'It was down for <35 minutes|duration not_in_record> and <15 minutes|duration not_in_record>, <60 minutes|duration contradicts → 50 minutes> in total.',
    'Serving was down for <70 minutes|duration match episode.1.duration> and <8 minutes|duration match episode.2.duration>, <78 minutes|duration match downtime> in total.',
    // Counts and shares
    'Data was lost on <188 of 300 instances|count match instances> (<62.7 %|share match peak>).',
  ])('%s', (marked) => {
    expectFindings(marked);
  });

  test('are compared with each other where the record has nothing', () => {
    const record = { ...REPLAYED_RECORD, facts: [] };
    expectFindings(
      'Monitoring detected the outage at <13:21 UTC|instant not_in_record>. Monitoring detected the outage at <13:26 UTC|instant contradicts>.',
      record,
    );
    expectFindings(
      'Instances lost their data at <15:06|instant not_in_record>, and it was back at <15:14 UTC|instant not_in_record>. We loaded it again from <16:06|instant contradicts> to <16:14 UTC|instant contradicts>.',
      record,
    );
  });
});

describe('several texts', () => {
  test('are compared with each other, and each has its own findings', () => {
    const [first, second, third] = checkParts(
      ['The second outage began at 15:06 UTC.', '```', 'Later. The second outage began at 16:06 UTC.'],
      REPLAYED_RECORD,
    );
    expect(first).toMatchObject([{ start: 27, end: 36, verdict: 'match', sentence: { start: 0, end: 37 } }]);
    expect(second).toEqual([]);
    expect(third).toMatchObject([
      {
        start: 34,
        end: 43,
        verdict: 'contradicts',
        other: { part: 0, start: 27, end: 36 },
        sentence: { start: 7, end: 44 },
      },
    ]);
  });

  test('each begin again with their steps', () => {
    const parts = ['At 13:34 UTC we knew the cause.', '40 minutes later, at 13:55 UTC, we cleared the data.'];
    expect(checkParts(parts, REPLAYED_RECORD)[1]?.map(({ verdict }) => verdict)).toEqual([
      'not_in_record',
      'not_in_record',
    ]);
    expect(checkFigures(parts.join(' '), REPLAYED_RECORD).map(({ verdict }) => verdict)).toEqual([
      'match',
      'not_in_record',
      'contradicts',
    ]);
  });
});
