import { describe, expect, test } from 'vitest';
import type { Claim } from './claim.ts';
import { CLAIMS_MAX, readClaims, TEXT_LENGTH_MAX } from './read-claims.ts';

const MINUTE_MS = 60_000;
const clock = (ms: number) => new Date(ms).toISOString().slice(11, ms % MINUTE_MS === 0 ? 16 : 19);
const zone = (minutes: number) => (minutes === 0 ? '' : `${minutes > 0 ? '+' : ''}${minutes / 60}`);

/** Writes a claim shortly: "instant 13:20+2 2022-03-30 from", "duration 70", "about share 63". */
function short(claim: Claim): string {
  const soft = claim.approximation === null ? '' : `${claim.approximation} `;
  switch (claim.kind) {
    case 'instant': {
      const times = claim.times.map(clock).join('|');
      const days = claim.days.map((day) => ` ${new Date(day).toISOString().slice(0, 10)}`).join('');
      return `${soft}instant ${times}${claim.offsets.map(zone).join('|')}${days}${claim.range ? ` ${claim.range.end}` : ''}`;
    }
    case 'duration':
      return `${soft}duration ${claim.value / MINUTE_MS}`;
    case 'count':
      return `${soft}count ${claim.value}${claim.of === null ? '' : `/${claim.of}`} ${claim.counted}`;
    default:
      return `${soft}${claim.kind} ${claim.value / 10_000}`;
  }
}
const read = (text: string) => {
  const { claims } = readClaims([text], 2022);
  return claims.map((claim) => `[${text.slice(claim.start, claim.end)}] ${short(claim)}`);
};
const expectClaims = (text: string, ...expected: string[]) => expect(read(text)).toEqual(expected);

describe('times', () => {
  test.each([
    ['at 13:20 UTC', '[13:20 UTC] instant 13:20'],
    ['13:20', '[13:20] instant 13:20'],
    ['13:20: the outage begins', '[13:20] instant 13:20'],
    ['13:20:04 UTC', '[13:20:04 UTC] instant 13:20:04'],
    ['13:20:04.123Z', '[13:20:04.123Z] instant 13:20:04'],
    ['at 1:20 pm', '[1:20 pm] instant 13:20'],
    ['at 1:20PM', '[1:20PM] instant 13:20'],
    ['at 1.20 p.m.', '[1.20 p.m.] instant 13:20'],
    ['at 9.20am', '[9.20am] instant 09:20'],
    ['at 12:10 am', '[12:10 am] instant 00:10'],
    ['at 2 pm', '[2 pm] about instant 14:00'],
    ['at 13.20 UTC', '[13.20 UTC] instant 13:20'],
    ['at 13h20', '[13h20] instant 13:20'],
    ['at 1320 UTC', '[1320 UTC] instant 13:20'],
    ['1320Z', '[1320Z] instant 13:20'],
    ['at half past two', '[half past two] instant 02:30|14:30'],
    ['at a quarter to three in the afternoon', '[a quarter to three in the afternoon] instant 14:45'],
    ['at six minutes past three pm', '[six minutes past three pm] instant 15:06'],
    ['around noon UTC', '[noon UTC] about instant 12:00'],
    ['15:20 CEST', '[15:20 CEST] instant 15:20+2'],
    ['9:20 am EDT', '[9:20 am EDT] instant 09:20-4'],
    ['9:20 am Eastern Time', '[9:20 am Eastern Time] instant 09:20-4|-5'],
    ['09:20 (UTC-4)', '[09:20 (UTC-4)] instant 09:20-4'],
    ['09:20 UTC−04:00', '[09:20 UTC−04:00] instant 09:20-4'],
    ['15:20 local time (CEST)', '[15:20 local time (CEST)] instant 15:20+2'],
    ['9:20 am in New York', '[9:20 am in New York] instant 09:20-4|-5'],
    ['15:20 Berlin time', '[15:20 Berlin time] instant 15:20+2|+1'],
    ['a little after 13:20', '[13:20] over instant 13:20'],
    ['18:50 GMT+5:30', '[18:50 GMT+5:30] instant 18:50+5.5'],
    ['15:20+02:00', '[15:20+02:00] instant 15:20+2'],
    ['2022-03-30T13:20Z', '[2022-03-30T13:20Z] instant 13:20 2022-03-30'],
    ['2022-03-30 15:20:00 +0200', '[2022-03-30 15:20:00 +0200] instant 15:20+2 2022-03-30'],
    ['30 March 2022 at 13:20', '[30 March 2022 at 13:20] instant 13:20 2022-03-30'],
    ['March 30th, 2022, 13:20 UTC', '[March 30th, 2022, 13:20 UTC] instant 13:20 2022-03-30'],
    ['on the 30th of March at around 13:20', '[13:20] about instant 13:20 2022-03-30'],
    ['13:20 UTC on Wednesday, 30 March', '[13:20 UTC on Wednesday, 30 March] instant 13:20 2022-03-30'],
    ['1:20 p.m. on 30.03.2022', '[1:20 p.m. on 30.03.2022] instant 13:20 2022-03-30'],
    ['3/4/2022 13:20', '[3/4/2022 13:20] instant 13:20 2022-04-03 2022-03-04'],
    ['On 30 March, we were down at 13:20 UTC', '[13:20 UTC] instant 13:20 2022-03-30'],
    ['by 13:20', '[13:20] under instant 13:20'],
    ['shortly after 13:20', '[13:20] over instant 13:20'],
    ['~13:20', '[13:20] about instant 13:20'],
    ['**13:20 UTC**', '[13:20 UTC] instant 13:20'],
    ['[13:20](https://status.example/13:25)', '[13:20] instant 13:20'],
  ])('reads "%s"', (text, expected) => expectClaims(text, expected));

  test.each([
    ['15:06–15:14 UTC', '[15:06] instant 15:06 from', '[15:14 UTC] instant 15:14 to'],
    ['16:06-16:14 CEST', '[16:06] instant 16:06+2 from', '[16:14 CEST] instant 16:14+2 to'],
    ['13:20 UTC-14:30 UTC', '[13:20 UTC] instant 13:20 from', '[14:30 UTC] instant 14:30 to'],
    ['between 15:06 and 15:14', '[15:06] instant 15:06 from', '[15:14] instant 15:14 to'],
    ['between around 15:06 and 15:14', '[15:06] about instant 15:06 from', '[15:14] instant 15:14 to'],
    ['from 13:20 until about 14:30', '[13:20] instant 13:20 from', '[14:30] about instant 14:30 to'],
    ['9:02–9:12 PM PDT', '[9:02] instant 21:02-7 from', '[9:12 PM PDT] instant 21:12-7 to'],
    ['11:50–12:10 pm', '[11:50] instant 11:50 from', '[12:10 pm] instant 12:10 to'],
    [
      '30 March 2022, 23:50–00:10 UTC',
      '[30 March 2022, 23:50] instant 23:50 2022-03-30 from',
      '[00:10 UTC] instant 00:10 2022-03-31 to',
    ],
    [
      'between 13:20 and 14:30 UTC on 30 March',
      '[13:20] instant 13:20 2022-03-30 from',
      '[14:30 UTC on 30 March] instant 14:30 2022-03-30 to',
    ],
  ])('reads the range "%s"', (text, from, to) => expectClaims(text, from, to));

  test('share a zone within a sentence, a text that declares it, or a text that names only one', () => {
    expectClaims('Down at 15:20, up at 16:30 CEST.', '[15:20] instant 15:20+2', '[16:30 CEST] instant 16:30+2');
    expectClaims('All times are in CEST.\n\n- 15:20 Down', '[15:20] instant 15:20+2');
    expectClaims('# Timeline (EDT)\n\n- 09:20 Down', '[09:20] instant 09:20-4');
    expectClaims('Down at 15:20 CEST. Up at 16:30.', '[15:20 CEST] instant 15:20+2', '[16:30] instant 16:30+2|');
    expectClaims(
      '13:20 UTC (15:20 CEST). Up at 14:30.',
      '[13:20 UTC] instant 13:20',
      '[15:20 CEST] instant 15:20+2',
      '[14:30] instant 14:30',
    );
  });

  test('without am or pm may be both in a text that uses them', () => {
    expectClaims('Down at 1:20 pm. Up at 2:30.', '[1:20 pm] instant 13:20', '[2:30] instant 02:30|14:30');
  });

  test('have no zone that can be compared after a place or "local"', () => {
    expectClaims(
      '13:20 Larkfield time, 13:20 local time',
      '[13:20 Larkfield time] instant 13:20',
      '[13:20 local time] instant 13:20',
    );
    expect(readClaims(['13:20 Larkfield time'], 2022).claims).toMatchObject([{ offsets: [], hasZone: true }]);
  });

  test.each([
    'v2.13:20',
    '10.20.30.40:8080',
    'a 16:9 picture, a ratio of 16:10',
    '2001:db8::17 and 10:20:30:40:50:60',
    '`13:20`, ``70 minutes`` and\n\n```\n13:20\n```',
    'https://status.example/13:20?for=70%20minutes <https://status.example/13:20>',
    '![](13:20.png)',
    '{{episode.1.start}}',
    'srv-13:20, #13:20, 25:61, 1:2',
    'verse 3:16',
    'We may 30 or 40 instances',
    'five to ten minutes, ten to twelve servers',
  ])('are not read from "%s"', (text) => {
    expect(read(text).filter((claim) => claim.includes('instant'))).toEqual([]);
  });
});

describe('durations', () => {
  test.each([
    ['70 minutes', '[70 minutes] duration 70'],
    ['70min', '[70min] duration 70'],
    ['45 mins.', '[45 mins] duration 45'],
    ['1 h 10 min', '[1 h 10 min] duration 70'],
    ['1h10m', '[1h10m] duration 70'],
    ['1h 10m 5s', `[1h 10m 5s] duration ${70 + 5 / 60}`],
    ['lasted 1h22', '[1h22] duration 82'],
    ['3hours and 31 minutes', '[3hours and 31 minutes] duration 211'],
    ['a 2 hour 22 minute outage', '[2 hour 22 minute] duration 142'],
    ['one hour and ten minutes', '[one hour and ten minutes] duration 70'],
    ['for an hour and ten minutes', '[an hour and ten minutes] duration 70'],
    ['for an hour and a half', '[an hour and a half] duration 90'],
    ['one and a half hours', '[one and a half hours] duration 90'],
    ['1.5 hours', '[1.5 hours] duration 90'],
    ['half an hour', '[half an hour] duration 30'],
    ['half a minute', '[half a minute] duration 0.5'],
    ['30 s', '[30 s] duration 0.5'],
    ['a quarter of an hour', '[a quarter of an hour] duration 15'],
    ['three quarters of an hour', '[three quarters of an hour] duration 45'],
    ['a 78-minute outage', '[78-minute] duration 78'],
    ['seventy-eight minutes', '[seventy-eight minutes] duration 78'],
    ['after another 13 minutes', '[13 minutes] duration 13'],
    ['a downtime of 1:18:00', '[1:18:00] duration 78'],
    ['Duration: 01:18:00', '[01:18:00] duration 78'],
    ['1,200 seconds', '[1,200 seconds] duration 20'],
    ['36 hours', '[36 hours] duration 2160'],
    ['2 days', '[2 days] duration 2880'],
    ['about 70 minutes', '[70 minutes] about duration 70'],
    ['nearly two hours', '[two hours] nearly duration 120'],
    ['more than an hour', '[an hour] over duration 60'],
    ['no more than 90 minutes', '[90 minutes] under duration 90'],
    ['10–15 minutes', '[15 minutes] range duration 15'],
    ['**70** minutes', '[70** minutes] duration 70'],
  ])('reads "%s"', (text, expected) => expectClaims(text, expected));

  test.each(['20 ms', '10 m', 'a second outage', 'in a minute', '12 months', 'several hours', 'requests a minute'])(
    'are not read from "%s"',
    (text) => expectClaims(text),
  );
});

describe('shares and counts', () => {
  test.each([
    ['63 %', '[63 %] share 63'],
    ['63%', '[63%] share 63'],
    ['63 percent', '[63 percent] share 63'],
    ['sixty-three per cent', '[sixty-three per cent] share 63'],
    ['99.825 %', '[99.825 %] share 99.825'],
    ['99,825 %', '[99,825 %] share 99.825'],
    ['+99.99% uptime', '[99.99%] over share 99.99'],
    ['three nines', '[three nines] uptime 99.9'],
    ['half of the instances', '[half] share 50'],
    ['a third of them', '[a third] share 33.3333'],
    ['two-thirds of them', '[two-thirds] share 66.6667'],
    ['1 in 4 requests', '[1 in 4] share 25'],
    ['five in every eight ad servers', '[five in every eight] share 62.5'],
    ['at the second time, one in seven.', '[one in seven] share 14.2857'],
    ['at most 188 instances', '[188 instances] count 188 instances'],
    ['188 of 300 instances', '[188 of 300 instances] count 188/300 instances'],
    ['188 out of the 300 servers', '[188 out of the 300 servers] count 188/300 instances'],
    ['188/300 instances', '[188/300 instances] count 188/300 instances'],
    ['42 serving instances', '[42 serving instances] count 42 instances'],
    ['seven updates', '[seven updates] count 7 updates'],
    ['two separate outages', '[two separate outages] count 2 episodes'],
    ['214 subscribers', '[214 subscribers] count 214 recipients'],
    ['1.2 million requests', '[1.2 million requests] count 1200000 other'],
    ['12k requests', '[12k requests] count 12000 other'],
    ['Updates posted: 7', '[7] count 7 updates'],
    ['| Instances affected | 188 |', '[188] count 188 instances'],
    ['Subscribers – 1,200', '[1,200] count 1200 recipients'],
  ])('reads "%s"', (text, expected) => expectClaims(text, expected));

  test.each([
    'one of our partners',
    'a third outage',
    'two engineers',
    'PR 1234',
    '5 percentage points',
    'over 9000',
    'Databases: 7',
    'Updates: 7 more',
    'Updates\n- 7',
    'updates 7',
  ])('are not read from "%s"', (text) => expectClaims(text));
});

describe('days without a time', () => {
  const days = (text: string) =>
    readClaims([text], 2022).days.map(({ start, end, days: dates, number, weekday }) => {
      const value = number ?? weekday ?? dates.map((day) => new Date(day).toISOString().slice(0, 10)).join();
      return `[${text.slice(start, end)}] ${value}`;
    });

  test.each([
    ['the outage of 30 March 2022', '[30 March 2022] 2022-03-30'],
    ['the outage of March 30th', '[March 30th] 2022-03-30'],
    ['the outage of 3/4/2022', '[3/4/2022] 2022-04-03,2022-03-04'],
    ['On the 30th, Serving failed', '[30th] 30'],
    ['On the 30th Serving failed', '[30th] 30'],
    ['On Wednesday, Serving failed', '[Wednesday] 3'],
    ["Sunday's outage", '[Sunday] 0'],
  ])('are read from "%s"', (text, expected) => expect(days(text)).toEqual([expected]));

  test.each([
    'On 30 March, Serving failed at 13:20',
    '13:20 UTC on Wednesday, 30 March',
    'on the 14th attempt',
    'the 2nd outage',
    'every wednesday',
  ])('are not read from "%s"', (text) => expect(days(text)).toEqual([]));
});

describe('limits', () => {
  test('a text is read up to its length limit', () => {
    const filler = 'a '.repeat(TEXT_LENGTH_MAX / 2);
    expect(read(`${filler}at 13:20`)).toEqual([]);
    expect(read(`${filler.slice(20)}at 13:20`)).toHaveLength(1);
  });

  test('at most so many claims are read', () => {
    expect(readClaims(['70 min, '.repeat(CLAIMS_MAX + 10)], 2022).claims).toHaveLength(CLAIMS_MAX);
  });

  test.each(['13:20–14:30 UTC, ', 'the outage of ', '](', '`', '1', ':', 'about around ', '((', '1 h 10 min and '])(
    'twice as much of "%s" takes at most twice as many steps',
    (piece) => {
      const steps = (length: number) => readClaims([piece.repeat(length / piece.length)], 2022).steps;
      expect(steps(20_000)).toBeLessThanOrEqual(2 * steps(10_000) + 10);
    },
  );
});
