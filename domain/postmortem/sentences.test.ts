import { describe, expect, test } from 'vitest';
import { DAY_SENTENCES } from '#domain/test/day-sentences';
import { LABEL_SENTENCES } from '#domain/test/label-sentences';
import { asExpected, readMarked } from '#domain/test/marked-text';
import { MORE_SENTENCES } from '#domain/test/more-sentences';
import { NAMED_FACT_SENTENCES } from '#domain/test/named-fact-sentences';
import { REPLAYED_RECORD } from '#domain/test/replayed-record';
import { RESPONSE_SENTENCES } from '#domain/test/response-sentences';
import { RIGHT_PASSAGES } from '#domain/test/right-passages';
import { SENTENCES } from '#domain/test/sentences';
import { SUM_SENTENCES } from '#domain/test/sum-sentences';
import { UNRELATED_SENTENCES } from '#domain/test/unrelated-sentences';
import { checkFigures } from './check-figures.ts';

const ALL = [
  ...SENTENCES,
  ...MORE_SENTENCES,
  ...LABEL_SENTENCES,
  ...SUM_SENTENCES,
  ...DAY_SENTENCES,
  ...RESPONSE_SENTENCES,
  ...NAMED_FACT_SENTENCES,
  ...UNRELATED_SENTENCES,
];

describe.each(ALL)('in "%s"', (marked) => {
  const { text, expected } = readMarked(marked);
  const findings = checkFigures(text, REPLAYED_RECORD);

  test('each figure has its verdict', () => {
    expect(asExpected(findings)).toEqual(expected);
  });

  test('a figure matches once its suggestion is taken', () => {
    const left = findings.flatMap(({ start, end, suggestion }) => {
      if (suggestion === null) return [];
      const corrected = text.slice(0, start) + suggestion + text.slice(end);
      return checkFigures(corrected, REPLAYED_RECORD).filter((one) => one.start === start && one.verdict !== 'match');
    });
    expect(left).toEqual([]);
  });
});

test.each(RIGHT_PASSAGES)('"%s" has no wrong figure', (text) => {
  const wrong = checkFigures(text, REPLAYED_RECORD).filter(({ verdict }) => !/^(?:match|not_in_record)$/.test(verdict));
  expect(wrong).toEqual([]);
});
