import { describe, expect, test } from 'vitest';
import { asExpected, readMarked } from '#domain/test/marked-text';
import { REPLAYED_RECORD } from '#domain/test/replayed-record';
import { checkFigures } from './check-figures.ts';

/** Sentences in the manners of post-mortems. Each figure is marked with its kind, its verdict, its fact and the suggestion. */
const SENTENCES = [
  // Start and end
  'On <30 March 2022 at 13:20 UTC|instant match episode.1.start>, Serving stopped answering ad requests.',
  'The outage began at <13:25 UTC|instant differs episode.1.start → 13:20 UTC> and affected every region.',
  'At <13:20|instant match episode.1.start> the network between two data centres broke.',
  'Serving went down at <15:20 CEST|instant match episode.1.start> and was back at <16:30 CEST|instant match episode.1.end>.',
  'Service was fully restored by <14:45 UTC|instant match episode.1.end>.',
  'Service was fully restored at <14:45 UTC|instant differs episode.1.end → 14:30 UTC>.',
  'From <6:20 AM|instant match episode.1.start> to <7:30 AM PDT|instant match episode.1.end>, ad requests received no answer.',
  'Serving was unavailable between <13:20|instant match episode.1.start> and <14:40 UTC|instant differs episode.1.end → 14:30 UTC>.',
  'Start: <2022-03-30 13:20 UTC|instant match episode.1.start>',
  'Incident ended: <2022-03-30T14:30:00Z|instant match episode.1.end>',
  'The incident started on <31 March 2022 at 13:20 UTC|instant differs episode.1.start → 30 March 2022 at 13:20 UTC>.',
  'Ad delivery recovered at <1.20 p.m. UTC|instant differs episode.1.end → 2.30 p.m. UTC>.',
  'The problem came back at <3:06 pm UTC|instant match episode.2.start> and was over at <3:14 pm|instant match episode.2.end>.',
  'A second outage followed, <16:06|instant differs episode.2.start → 15:06>–<16:14 UTC|instant differs episode.2.end → 15:14 UTC>.',
  'The second outage began at <15:09 UTC|instant differs episode.2.start → 15:06 UTC>.',
  '- <13:20 UTC|instant match episode.1.start>: first instances lose their data',
  '| <14:30|instant match episode.1.end> | Serving is back to normal |',
  '- <14:35 UTC|instant differs episode.1.end → 14:30 UTC> – Serving recovered',
  'By <14:10 UTC|instant not_in_record>, most instances had recovered.',
  'We restarted the databases at <13:41 UTC|instant not_in_record>, and the reload finished at <14:28 UTC|instant not_in_record>.',
  'An unrelated release went out on <28 March 2022 at 09:15 UTC|instant not_in_record>.',
  'Everything was back to normal shortly after <14:28 UTC|instant match episode.1.end>.',
  'At around <13:20 UTC|instant match episode.1.start> we saw the first errors.',
  // Response
  'Our monitoring alerted the on-call engineer at <13:21 UTC|instant match detected>, <one minute|duration match detected.after> after the failure began.',
  'Monitoring detected the outage at <13:26 UTC|instant differs detected → 13:21 UTC>.',
  'The problem was noticed within <five minutes|duration differs detected.after → one minute>.',
  'It took us <14 minutes|duration match> to find the cause.',
  'The cause was identified at <13:43 UTC|instant differs identified → 13:34 UTC>.',
  'At <13:34 UTC|instant match identified> we identified the network of one data centre as the cause.',
  'The first update was published at <13:22 UTC|instant match published>, <two minutes|duration match published.after> after the start.',
  'We published our first update at <13:40 UTC|instant differs published → 13:22 UTC>.',
  'Partners received <seven updates|count match updates> during the incident.',
  'We posted <9 updates|count differs updates → 7 updates> on the status page.',
  'The incident was acknowledged at <13:23|instant match acknowledged>.',
  'The first message went to <214 subscribers|count match recipients>.',
  'We notified all <241 subscribers|count differs recipients → 214 subscribers> of the outage.',
  // Durations
  'Serving was down for <70 minutes|duration match episode.1.duration>, and partly down again for <8 minutes|duration match episode.2.duration>.',
  'Total downtime was <80 minutes|duration differs downtime → 78 minutes>.',
  'The outage lasted <one hour and ten minutes|duration match episode.1.duration>.',
  'The outage lasted <one hour and twenty minutes|duration differs downtime → one hour and eighteen minutes>.',
  'This was a <78-minute|duration match downtime> outage in two parts.',
  'In total, Serving was unavailable for <1 h 18 min|duration match downtime>.',
  'In total, Serving was unavailable for <1h28m|duration differs downtime → 1h18m>.',
  'The second interruption lasted <70 minutes|duration differs episode.2.duration → 8 minutes>.',
  'Partners saw empty ad slots for more than <an hour|duration match episode.1.duration>.',
  'The whole incident lasted nearly <two hours|duration match>.',
  'Requests time out after a <10-second|duration not_in_record> wait, and agents report every <10 seconds|duration not_in_record>.',
  'The reload took <25 minutes|duration not_in_record>.',
  'We will restore a region within <5 minutes|duration not_in_record> from now on.',
  'Downtime: <1:18:00|duration match downtime> (hours, minutes, seconds)',
  // Shares and counts
  'At the peak, <188 of 300 instances|count match instances> (<63 %|share match peak>) had no data.',
  'At the peak, <188 of 300 instances|count match instances> (<70 %|share contradicts peak → 63 %>) had no data.',
  'At its worst, <200 of 300 instances|count differs instances → 188 of 300 instances> were affected.',
  'Roughly <two thirds|share match peak> of the instances were affected.',
  'During the second episode, <42 instances|count match episode.2.instances> served outdated data.',
  'About <20 %|share not_in_record> of requests from Europe failed.',
  'The fleet has <300 instances|count match instances> in three regions.',
  'There were <two episodes|count match episodes>.',
  'There were <three outages|count differs episodes → two outages> that day.',
  // Uptime and budget
  'Uptime of Serving in March was <99.825 %|uptime match uptime.month>, below our target of <99.9 %|uptime match target>.',
  'Serving ends March at <99.285 %|uptime differs uptime.month → 99.825 %>.',
  'For the year we stand at <99.98%|uptime match uptime.year>.',
  'In 2022 availability was <99.97 %|uptime differs uptime.year → 99.98 %> so far.',
  'Our SLA promises <99.95%|uptime differs target → 99.90%> for Serving.',
  'Analytics kept its availability of <99.95 %|uptime not_in_record>.',
  'Last year Serving reached more than <99.99 %|uptime not_in_record>.',
  'The SLA allows <44 min 38 s|duration match budget.allowed> of downtime in March; we exceeded it by <33 minutes|duration match budget.over>.',
  'The SLA allows <43 minutes|duration differs budget.allowed → 44 minutes> of downtime per month.',
  'This used <174.7 %|share match budget.share> of the error budget for March.',
  'The incident consumed <147 %|share differs budget.share → 175 %> of the monthly error budget.',
];

describe('figures in sentences', () => {
  test.each(SENTENCES)('%s', (marked) => {
    const { text, expected } = readMarked(marked);
    expect(asExpected(checkFigures(text, REPLAYED_RECORD))).toEqual(expected);
  });

  test.each(SENTENCES)('match after each suggestion is taken: %s', (marked) => {
    const { text } = readMarked(marked);
    const left = checkFigures(text, REPLAYED_RECORD).flatMap(({ start, end, suggestion }) => {
      if (suggestion === null) return [];
      const corrected = text.slice(0, start) + suggestion + text.slice(end);
      return checkFigures(corrected, REPLAYED_RECORD).filter(
        (found) => found.start === start && found.verdict !== 'match',
      );
    });
    expect(left).toEqual([]);
  });
});
