import fc from 'fast-check';
import { expect, test } from 'vitest';
import { REPLAYED_RECORD } from '#domain/test/replayed-record';
import { checkFigures } from './check-figures.ts';

const PIECES = [
  '13:20',
  '16:06–16:14 UTC',
  '3:06 pm CET',
  '30 March 2022 at ',
  '2022-03-30T13:20Z',
  '70 minutes',
  'an hour and ten minutes',
  'after another 13 minutes',
  '188 of 300 instances',
  '63 %',
  'two thirds of',
  '99.825 %',
  'Serving was down for ',
  'the outage began at ',
  'until ',
  'between ',
  ' and ',
  ', ',
  '. ',
  '\n',
  '\n\n',
  '# ',
  '- ',
  '| ',
  '](',
  '`',
  '```\n',
  '{{downtime}}',
  '{{',
  '(UTC-',
  '**',
  '999999999999999999999',
  ':::::',
  '((((',
  '1:1:1:1',
  '½',
  '１３:２０',
  'İ',
  '\ud83d\ude00',
  '\ud800',
  '\u0000',
];
const hostile = fc
  .array(
    fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'binary', maxLength: 8 }), fc.string({ maxLength: 8 })),
    {
      maxLength: 60,
    },
  )
  .map((pieces) => pieces.join(''));

test('any text gives findings in order, each with its place in the text', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      let end = 0;
      for (const finding of checkFigures(text, REPLAYED_RECORD)) {
        expect(finding.start).toBeGreaterThanOrEqual(end);
        expect(finding.end).toBeGreaterThan(finding.start);
        expect(text.slice(finding.start, finding.end)).toBe(finding.text);
        expect(finding.sentence.start).toBeLessThanOrEqual(finding.start);
        expect(finding.sentence.end).toBeGreaterThanOrEqual(finding.end);
        for (const at of [finding.sentence.end, finding.other?.end ?? 0]) expect(at).toBeLessThanOrEqual(text.length);
        end = finding.end;
      }
    }),
  );
});

test('a text without a record has no differences from it', () => {
  const empty = { ...REPLAYED_RECORD, facts: [], components: [] };
  fc.assert(
    fc.property(hostile, (text) => {
      for (const { verdict, fact } of checkFigures(text, empty))
        expect([verdict === 'differs', fact]).toEqual([false, null]);
    }),
  );
});
