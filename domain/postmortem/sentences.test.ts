import { describe, expect, test } from 'vitest';
import { LABEL_SENTENCES } from '#domain/test/label-sentences';
import { asExpected, readMarked } from '#domain/test/marked-text';
import { MORE_SENTENCES } from '#domain/test/more-sentences';
import { REPLAYED_RECORD } from '#domain/test/replayed-record';
import { SENTENCES } from '#domain/test/sentences';
import { UNRELATED_SENTENCES } from '#domain/test/unrelated-sentences';
import { checkFigures } from './check-figures.ts';

describe.each([...SENTENCES, ...MORE_SENTENCES, ...UNRELATED_SENTENCES, ...LABEL_SENTENCES])('in "%s"', (marked) => {
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
